//! All that a model can have, for tests: this file is read as models and compiled as Rust as well.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

/// Each kind of number.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    pub a: i8,
    pub b: i16,
    pub c: i32,
    pub d: i64,
    pub e: i128,
    pub f: u8,
    pub g: u16,
    pub h: u32,
    pub i: u64,
    pub j: u128,
    pub k: f32,
    pub l: f64,
}

/// What holds other things.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Containers {
    pub maybe_text: Option<String>,
    pub maybe_twice: Option<Option<bool>>,
    pub letter: char,
    pub many_lists: Vec<Vec<u8>>,
    pub by_name: HashMap<String, i16>,
    pub sorted: BTreeMap<String, Option<Shape>>,
    pub only_one: (String,),
    pub pair_of_two: (u8, f64),
    pub four: (u8, char, bool, Vec<String>),
    #[serde(rename = "type")]
    pub kind: std::string::String,
    pub r#in: bool,
}

/// Each kind of variant.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Shape {
    BigDot,
    Circle(f32),
    Line(i8, Option<i8>),
    Perhaps(Option<u8>),
    #[serde(rename = "Box!", rename_all = "SCREAMING-KEBAB-CASE")]
    Rectangle {
        upper_left: (i32, i32),
        #[serde(default)]
        round: bool,
        label: Option<String>,
    },
    Group(Vec<Shape>),
    Empty {},
}

/// What may be left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    pub volume: u8,
    pub level: Level,
    pub at: (i32, char),
    pub inner: Inner,
}

/// One of three.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    Low,
    #[default]
    Middle,
    High,
}

/// Only some of it may be left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inner {
    #[serde(default)]
    pub name: String,
    pub count: usize,
}

/// A tree, and what hangs in it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    pub left: Option<Box<Tree>>,
    pub children: Vec<Tree>,
    pub fruit: Box<Fruit>,
}

/// It may have a tree of its own.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fruit {
    pub weight: Option<Box<f64>>,
    pub seed: Option<Box<Tree>>,
}

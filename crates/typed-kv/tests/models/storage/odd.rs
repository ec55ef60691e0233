//! Names and shapes that other languages find odd.
/// The *type* of `things`.
/// - one -} {- two
///
/// 1. three
pub struct Task { /// what it is -- and why
    pub r#type: String, pub _id: u64, pub Module: u8, pub where_: u8, pub r#where: u8, pub base: u8, pub post: u8, pub __: u8, pub größe: u8 }
pub enum Msg { /** A unit. */ Stored, Deleted(u8, i64, char), #[serde(rename="a \"b\" \\ \n \u{1} é 😀")] Odd { r#in: (u8,), part1: Option<(u8, (u8, i8), String)> } , All(u8,u8,u8,u8,u8,u8,u8,u8,u8,u8) }
pub enum Ms { GStored }
pub struct lower { pub x: Option<Box<lower>>, pub t: (u8, u8, u8, u8, (char, Option<Vec<Msg>>)) }
pub struct X { pub a: u8 }
pub struct XFor { pub a: u8 }
pub struct Empty {}
pub enum Wrap { A(Box<Rec>), B }
pub struct Rec { pub w: Vec<Wrap>, pub other: Vec<Loop> }
pub struct Loop { pub back: std::collections::BTreeMap<String, Rec>, pub m: std::collections::HashMap<String, (u8, (char, u8, (u8,)))> }
#[derive(Default)] pub struct D { #[serde(default)] pub e: E, #[serde(default)] pub t: (u8, (char,), Lv, i64, Vec<u8>), pub o: Option<Empty2>, #[serde(default)] pub e2: Empty2,
  #[serde(default)] pub m: std::collections::BTreeMap<String, u8> }
#[derive(Default)] pub struct E { pub x: f64, pub y: (f64, bool, Option<u8>), pub s: String, pub lv: Lv }
#[derive(Default)] pub struct Empty2 {}
#[derive(Default)] pub enum Lv { A, #[default] B }
#[derive(Default)] pub struct Selfish { pub kids: Vec<Selfish>, #[serde(default)] pub n: u8 }
pub struct HasSelfish { #[serde(default)] pub s: Selfish }
pub struct Error { pub message: u128 } pub struct Promise { pub of: Box<Error> } pub enum refusal { A } pub struct JSON { #[serde(rename = "a-b")] pub a: u8, #[serde(rename = "\u{2028}\"")] pub b: u8 } pub struct any { pub a: Option<Vec<Option<any>>> } pub struct Größe { pub a: u8 }
/** Ends here: */ pub struct KvClient { /// a */ b
 pub a: HashMap<String, Option<u8>> } pub struct foo { pub a: u8 } pub struct Foo { pub a: u8 } pub enum One { A(( u8, )), B(Vec<(u8,)>), C{a:u8}, D{} }

pub struct Unseen { #[serde(rename = "\u{200b}a\u{feff}\u{a0}\u{ad}\u{e000}\u{7f}e\u{301}\u{301}中é😀\t\n")] pub a: u8 }

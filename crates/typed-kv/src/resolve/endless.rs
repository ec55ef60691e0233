//! Types that contain themselves: in Rust without end, or so that no value of theirs is ever finished.

use crate::fault::{Faults, Place};
use crate::graph::groups;
use crate::model::{Content, Field, Model, Shape, Type};
use crate::parse::raw::{RawContent, RawKind, RawModel, RawShape, RawType};

use super::types::Names;

pub(super) fn check(raw: &[RawModel], models: &[Model], names: &Names, faults: &mut Faults) {
    let direct: Vec<Vec<(usize, Place)>> =
        raw.iter().map(|model| contained(model, names)).collect();
    let edges: Vec<Vec<usize>> =
        direct.iter().map(|edges| edges.iter().map(|(target, _)| *target).collect()).collect();
    let group = groups(&edges);
    let mut endless: Vec<bool> = raw.iter().map(|model| model.broken).collect();
    for (at, edges) in direct.iter().enumerate() {
        for (target, place) in edges.iter().filter(|(target, _)| group[*target] == group[at]) {
            let (whole, part) = (&models[at].name, &models[*target].name);
            endless[at] = true;
            let itself = if target == &at {
                "itself".into()
            } else {
                format!("`{part}`, and that `{whole}` again")
            };
            let message = format!(
                "`{whole}` contains {itself}, without end; write `Box<{part}>`, or `Vec<{part}>`"
            );
            faults.add(&raw[at].file, *place, message);
        }
    }
    for (at, finished) in finished(raw, models).into_iter().enumerate() {
        if !finished && !endless[at] {
            let name = &raw[at].name;
            let message = match &models[at].shape {
                Shape::Enum(variants) if variants.is_empty() => {
                    format!("`{}` has no variants, so it has no values", name.text)
                }
                _ => format!(
                    "no value of `{}` is ever finished: each contains another; make a part of it an `Option<…>`",
                    name.text
                ),
            };
            faults.add(&raw[at].file, name.place, message);
        }
    }
}

/// The models whose bytes lie in those of this one.
fn contained(model: &RawModel, names: &Names) -> Vec<(usize, Place)> {
    let mut found = Vec::new();
    match &model.shape {
        RawShape::Struct(fields) => fields.iter().for_each(|it| direct(&it.ty, names, &mut found)),
        RawShape::Enum(variants) => {
            for variant in variants {
                match &variant.content {
                    RawContent::Unit => {}
                    RawContent::Tuple(parts) => {
                        parts.iter().for_each(|part| direct(part, names, &mut found));
                    }
                    RawContent::Struct(fields) => {
                        fields.iter().for_each(|field| direct(&field.ty, names, &mut found));
                    }
                }
            }
        }
    }
    found
}

fn direct(ty: &RawType, names: &Names, found: &mut Vec<(usize, Place)>) {
    match &ty.kind {
        RawKind::Tuple(parts) => parts.iter().for_each(|part| direct(part, names, found)),
        RawKind::Path { name, arguments, .. } if name == "Option" => {
            arguments.iter().for_each(|argument| direct(argument, names, found));
        }
        RawKind::Path { name, .. } => found.extend(names.get(name).map(|at| (at, ty.place))),
    }
}

/// For each model whether it has a value. Each round finds those that need only what the rounds before have found.
fn finished(raw: &[RawModel], models: &[Model]) -> Vec<bool> {
    let mut finished: Vec<bool> = raw.iter().map(|model| model.broken).collect();
    loop {
        let mut more = false;
        // Backwards as well, so that a long chain in either order takes few rounds.
        for at in (0..models.len()).chain((0..models.len()).rev()) {
            if !finished[at] && has_value(&models[at], &finished) {
                (finished[at], more) = (true, true);
            }
        }
        if !more {
            return finished;
        }
    }
}

fn has_value(model: &Model, finished: &[bool]) -> bool {
    match &model.shape {
        Shape::Struct(fields) => all(fields, finished),
        Shape::Enum(variants) => variants.iter().any(|variant| match &variant.content {
            Content::Unit => true,
            Content::Newtype(ty) => ends(ty, finished),
            Content::Tuple(parts) => parts.iter().all(|part| ends(part, finished)),
            Content::Struct(fields) => all(fields, finished),
        }),
    }
}

fn all(fields: &[Field], finished: &[bool]) -> bool {
    fields.iter().all(|field| field.is_optional() || ends(&field.ty, finished))
}

fn ends(ty: &Type, finished: &[bool]) -> bool {
    match ty {
        Type::Tuple(parts) => parts.iter().all(|part| ends(part, finished)),
        Type::Model(at) => finished[*at],
        _ => true,
    }
}

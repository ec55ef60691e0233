//! Whether what may be missing has a default in Rust.

use crate::fault::{Faults, Place};
use crate::graph::groups;
use crate::model::{Content, Model, Shape, Type};
use crate::parse::raw::{RawContent, RawField, RawModel, RawShape};

pub(super) fn check(raw: &[RawModel], models: &[Model], faults: &mut Faults) {
    let checker = Checker { raw, models };
    for at in 0..models.len() {
        checker.model(at, faults);
    }
    checker.endless(faults);
}

struct Checker<'a> {
    raw: &'a [RawModel],
    models: &'a [Model],
}

impl Checker<'_> {
    fn model(&self, at: usize, faults: &mut Faults) {
        let (raw, model) = (&self.raw[at], &self.models[at]);
        let derives = raw.attributes.derives_default;
        match (&raw.shape, &model.shape) {
            (RawShape::Struct(raw_fields), Shape::Struct(fields)) => {
                if let Some(place) = raw.attributes.serde.default.filter(|_| !derives) {
                    let message = format!(
                        "`{}` has no default; write `#[derive(Default)]` as well",
                        model.name
                    );
                    faults.add(&raw.file, place, message);
                }
                for (raw_field, field) in raw_fields.iter().zip(fields) {
                    if derives || field.default {
                        self.field(raw, raw_field, &field.ty, faults);
                    }
                }
            }
            (RawShape::Enum(raw_variants), Shape::Enum(variants)) => {
                let defaults: Vec<_> =
                    raw_variants.iter().filter(|it| it.attributes.default_variant).collect();
                let mut fault = |place: Place, message: &str| faults.add(&raw.file, place, message);
                match defaults[..] {
                    [] if derives && !raw.broken => fault(
                        raw.name.place,
                        "one variant is the default: write `#[default]` before it",
                    ),
                    [one] if !derives => {
                        fault(
                            one.name.place,
                            "`#[default]` needs `#[derive(Default)]` on the enum",
                        );
                    }
                    [one] if !matches!(one.content, RawContent::Unit) => {
                        fault(
                            one.name.place,
                            "only a variant that holds nothing can be the default",
                        );
                    }
                    [_, second, ..] => {
                        fault(second.name.place, "one variant is the default already")
                    }
                    _ => {}
                }
                for (raw_variant, variant) in raw_variants.iter().zip(variants) {
                    if let (RawContent::Struct(raw_fields), Content::Struct(fields)) =
                        (&raw_variant.content, &variant.content)
                    {
                        for (raw_field, field) in raw_fields.iter().zip(fields) {
                            if field.default {
                                self.field(raw, raw_field, &field.ty, faults);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn field(&self, raw: &RawModel, field: &RawField, ty: &Type, faults: &mut Faults) {
        let Some(without) = self.without(ty) else { return };
        let name = &self.models[without].name;
        let message = format!("`{name}` has no default; write `#[derive(Default)]` before it");
        faults.add(&raw.file, field.ty.place, message);
    }

    /// The model in a type that has no default.
    fn without(&self, ty: &Type) -> Option<usize> {
        match ty {
            Type::Tuple(parts) => parts.iter().find_map(|part| self.without(part)),
            Type::Model(at) => (!self.raw[*at].attributes.derives_default).then_some(*at),
            _ => None,
        }
    }

    /// A default that contains itself is never finished.
    fn endless(&self, faults: &mut Faults) {
        let edges: Vec<Vec<usize>> = (0..self.models.len())
            .map(|at| match &self.models[at].shape {
                Shape::Struct(fields) if self.raw[at].attributes.derives_default => {
                    let mut found = Vec::new();
                    fields.iter().for_each(|field| parts(&field.ty, &mut found));
                    found
                }
                _ => Vec::new(),
            })
            .collect();
        let group = groups(&edges);
        for (at, targets) in edges.iter().enumerate() {
            if targets.iter().any(|target| group[*target] == group[at]) {
                let raw = &self.raw[at];
                let message =
                    format!("the default of `{}` contains itself, without end", raw.name.text);
                faults.add(&raw.file, raw.name.place, message);
            }
        }
    }
}

/// The models whose defaults lie in that of a type.
fn parts(ty: &Type, found: &mut Vec<usize>) {
    match ty {
        Type::Tuple(types) => types.iter().for_each(|part| parts(part, found)),
        Type::Model(at) => found.push(*at),
        _ => {}
    }
}

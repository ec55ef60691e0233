//! Attributes that stand where they mean nothing.

use crate::fault::Place;
use crate::parse::raw::{Attributes, RawShape};

use super::Resolver;

impl Resolver<'_> {
    pub(super) fn attributes_of_model(&mut self) {
        let Attributes { serde, default_variant, .. } = &self.model.attributes;
        let name = &self.model.name;
        if let Some((_, place)) = serde.rename {
            self.fault(
                place,
                format!("a type is stored by its name in Rust, `{}`; leave `rename` out, or rename the type", name.text),
            );
        }
        if let (Some(place), RawShape::Enum(_)) = (serde.default, &self.model.shape) {
            self.fault(place, "an enum has no fields that could be missing; leave `default` out");
        }
        if *default_variant {
            self.fault(
                name.place,
                "`#[default]` is for a variant of an enum; `derive(Default)` is for types",
            );
        }
    }

    pub(super) fn attributes_of_field(&mut self, attributes: &Attributes) {
        let Attributes { serde, .. } = attributes;
        if let Some((_, place)) = serde.rename_all {
            self.fault(place, "`rename_all` is for types and variants; a field has `rename`");
        }
        if let Some(place) = serde.deny_unknown_fields {
            self.fault(
                place,
                "`deny_unknown_fields` is for types, and what the store does anyway; leave it out",
            );
        }
    }

    pub(super) fn attributes_of_variant(&mut self, attributes: &Attributes) {
        let Attributes { serde, .. } = attributes;
        if let Some(place) = serde.default {
            self.fault(place, "serde's `default` is for fields; a variant has `#[default]`");
        }
        if let Some(place) = serde.deny_unknown_fields {
            self.fault(
                place,
                "`deny_unknown_fields` is for types, and what the store does anyway; leave it out",
            );
        }
    }

    fn fault(&mut self, place: Place, message: impl Into<String>) {
        self.faults.add(&self.model.file, place, message);
    }
}

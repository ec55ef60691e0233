//! Structs and enums.

use crate::json::{self, Kind};
use crate::model::{Content, Field, Model, Shape, Variant};
use crate::nearest::{did_you_mean, quoted};

use super::{Validator, words};

impl Validator<'_> {
    /// The next value is one of this model.
    pub(super) fn model(&mut self, model: &Model) {
        match &model.shape {
            Shape::Struct(fields) => self.fields(&model.name, fields),
            Shape::Enum(variants) => self.variants(&model.name, variants),
        }
    }

    fn fields(&mut self, name: &str, fields: &[Field]) {
        let kind = self.reader.kind();
        if kind != Kind::Object {
            return self.mismatch(kind, || format!("an object ({name})"));
        }
        let mut seen = vec![false; fields.len()];
        let opened = self.inside(|this| {
            while this.reader.has_member() {
                this.member(|this, key| {
                    let at = fields.iter().position(|field| field.json == key);
                    match at {
                        None => this.unknown_field(&key, fields),
                        Some(at) if seen[at] => {
                            this.reader.skip();
                            this.fault(|| {
                                format!("the field \"{}\" stands here twice", fields[at].json)
                            });
                        }
                        Some(at) => {
                            seen[at] = true;
                            this.value(&fields[at].ty);
                        }
                    }
                });
            }
        });
        for (field, seen) in fields.iter().zip(seen) {
            if opened && !seen && !field.is_optional() {
                let wanted = words::of_type(self.models, &field.ty);
                self.fault_at(&field.json, || {
                    format!("the field \"{}\" is missing: {wanted}", field.json)
                });
            }
        }
    }

    fn unknown_field(&mut self, key: &str, fields: &[Field]) {
        self.reader.skip();
        self.fault(|| {
            let hint = hint(key, fields.iter().map(|field| &*field.json));
            format!("there is no field \"{}\"{hint}", words::shortened(key))
        });
    }

    fn variants(&mut self, name: &str, variants: &[Variant]) {
        match self.reader.kind() {
            Kind::Text => {
                let Some(text) = self.text() else { return };
                match variants.iter().find(|variant| variant.json == text) {
                    None => self.unknown_variant(name, &text, variants),
                    Some(variant) if variant.content != Content::Unit => {
                        let quoted = json::quote(&variant.json);
                        self.fault(|| {
                            format!("{quoted} holds something: expected {{{quoted}: …}}")
                        });
                    }
                    Some(_) => {}
                }
            }
            Kind::Object => self.tagged(name, variants),
            kind => self.mismatch(kind, || format!("a variant of {name}")),
        }
    }

    /// `{"Variant": …}`
    fn tagged(&mut self, name: &str, variants: &[Variant]) {
        let mut count = 0;
        let opened = self.inside(|this| {
            while this.reader.has_member() {
                let is_own = this.member(|this, key| {
                    match variants.iter().find(|variant| variant.json == key) {
                        None => {
                            this.reader.skip();
                            this.unknown_variant(name, &key, variants);
                        }
                        Some(variant) => this.content(variant),
                    }
                });
                count += usize::from(is_own);
            }
        });
        if opened && count != 1 {
            self.fault(|| {
                format!("expected an object with one member, the variant of {name}, found {count}")
            });
        }
    }

    fn content(&mut self, variant: &Variant) {
        match &variant.content {
            Content::Unit => {
                self.reader.skip();
                let quoted = json::quote(&variant.json);
                self.fault(|| {
                    format!(
                        "{quoted} holds nothing: expected the text {quoted} instead of an object"
                    )
                });
            }
            Content::Newtype(ty) => self.value(ty),
            Content::Struct(fields) => self.fields(&variant.json, fields),
            Content::Tuple(parts) => match self.reader.kind() {
                Kind::List => self.tuple(parts),
                kind => self.mismatch(kind, || format!("a list of {}", parts.len())),
            },
        }
    }

    fn unknown_variant(&mut self, name: &str, key: &str, variants: &[Variant]) {
        self.fault(|| {
            let hint = hint(key, variants.iter().map(|variant| &*variant.json));
            format!("{name} has no variant \"{}\"{hint}", words::shortened(key))
        });
    }
}

/// The name that may be meant, or those that there are.
pub(super) fn hint<'a>(key: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    did_you_mean(key, names.clone(), '"').unwrap_or_else(|| match names.clone().next() {
        Some(_) => format!("; there are {}", quoted(names, '"')),
        None => "; there are none".into(),
    })
}

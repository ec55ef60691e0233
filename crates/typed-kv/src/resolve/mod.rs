//! Models as they are written into models as they are: names become types, and what Rust or serde would refuse is refused.

mod attributes;
mod defaults;
mod endless;
mod types;

use std::collections::BTreeMap;

use crate::fault::Faults;
use crate::model::{Content, Field, Model, Shape, Variant};
use crate::parse::raw::{RawContent, RawField, RawModel, RawName, RawShape, RawVariant};
use crate::rename::Rule;

use types::Names;

/// The models of all files, in their order; what they are is right only if there are no faults.
pub(crate) fn resolve(raw: &[RawModel], faults: &mut Faults) -> Vec<Model> {
    let names = Names::of(raw, faults);
    let mut models = Vec::with_capacity(raw.len());
    for model in raw {
        models.push(Resolver { names: &names, model, faults }.model());
    }
    endless::check(raw, &models, &names, faults);
    defaults::check(raw, &models, faults);
    models
}

/// Resolves one model.
struct Resolver<'a> {
    names: &'a Names,
    model: &'a RawModel,
    faults: &'a mut Faults,
}

impl Resolver<'_> {
    fn model(mut self) -> Model {
        self.attributes_of_model();
        let model = self.model;
        let rule = model.attributes.serde.rename_all.map(|(rule, _)| rule);
        let shape = match &model.shape {
            RawShape::Struct(fields) => {
                let all_default = model.attributes.serde.default.is_some();
                Shape::Struct(self.fields(fields, rule, all_default))
            }
            RawShape::Enum(variants) => Shape::Enum(self.variants(variants, rule)),
        };
        self.no_ttl(&shape);
        Model { name: model.name.text.clone(), docs: model.attributes.docs.clone(), shape }
    }

    fn fields(&mut self, raw: &[RawField], rule: Option<Rule>, all_default: bool) -> Vec<Field> {
        let fields: Vec<Field> = raw.iter().map(|raw| self.field(raw, rule, all_default)).collect();
        let named = raw.iter().map(|raw| &raw.name).zip(fields.iter().map(|field| &*field.json));
        self.unique("field", named);
        fields
    }

    fn field(&mut self, raw: &RawField, rule: Option<Rule>, all_default: bool) -> Field {
        self.attributes_of_field(&raw.attributes);
        let name = raw.name.text.clone();
        let json = match &raw.attributes.serde.rename {
            Some((json, _)) => json.clone(),
            None => rule.map_or_else(|| name.clone(), |rule| rule.of_field(&name)),
        };
        Field {
            json,
            docs: raw.attributes.docs.clone(),
            ty: self.ty(&raw.ty),
            default: all_default || raw.attributes.serde.default.is_some(),
            name,
        }
    }

    fn variants(&mut self, raw: &[RawVariant], rule: Option<Rule>) -> Vec<Variant> {
        let variants: Vec<Variant> = raw.iter().map(|raw| self.variant(raw, rule)).collect();
        let named = raw.iter().map(|raw| &raw.name).zip(variants.iter().map(|it| &*it.json));
        self.unique("variant", named);
        variants
    }

    fn variant(&mut self, raw: &RawVariant, rule: Option<Rule>) -> Variant {
        self.attributes_of_variant(&raw.attributes);
        let serde = &raw.attributes.serde;
        let name = raw.name.text.clone();
        let json = match &serde.rename {
            Some((json, _)) => json.clone(),
            None => rule.map_or_else(|| name.clone(), |rule| rule.of_variant(&name)),
        };
        let content = match &raw.content {
            RawContent::Unit => Content::Unit,
            RawContent::Tuple(parts) => {
                let mut parts: Vec<_> = parts.iter().map(|part| self.ty(part)).collect();
                match parts.pop() {
                    Some(only) if parts.is_empty() => Content::Newtype(only),
                    last => {
                        parts.extend(last);
                        Content::Tuple(parts)
                    }
                }
            }
            RawContent::Struct(fields) => {
                Content::Struct(self.fields(fields, serde.rename_all.map(|(rule, _)| rule), false))
            }
        };
        let (docs, default) = (raw.attributes.docs.clone(), raw.attributes.default_variant);
        Variant { name, json, docs, content, default }
    }

    /// No two have one name in Rust, or in JSON.
    fn unique<'n>(
        &mut self,
        what: &str,
        named: impl Iterator<Item = (&'n RawName, &'n str)> + Clone,
    ) {
        let mut rust = BTreeMap::new();
        let mut all = BTreeMap::new();
        for (name, json) in named {
            if let Some(first) = rust.insert(&name.text, name) {
                let message = format!(
                    "the {what} `{}` is there already, in line {}",
                    name.text, first.place.line
                );
                self.faults.add(&self.model.file, name.place, message);
            } else if let Some(first) = all.insert(json, name) {
                let message = format!(
                    "the {what}s `{}` and `{}` both have the name \"{json}\" in JSON; rename one of them",
                    first.text, name.text
                );
                self.faults.add(&self.model.file, name.place, message);
            }
            if json == "__proto__" {
                let message = format!(
                    "no {what} can have the name \"__proto__\": JavaScript would lose it; rename it"
                );
                self.faults.add(&self.model.file, name.place, message);
            }
        }
    }

    /// What is stored has its `ttl` beside its own members, so none of them may have that name.
    fn no_ttl(&mut self, shape: &Shape) {
        let (what, names): (_, Vec<&str>) = match shape {
            Shape::Struct(fields) => ("field", fields.iter().map(|field| &*field.json).collect()),
            Shape::Enum(variants) => ("variant", variants.iter().map(|it| &*it.json).collect()),
        };
        let at = names.iter().position(|name| *name == "ttl");
        let place = at.map(|at| match &self.model.shape {
            RawShape::Struct(fields) => fields[at].name.place,
            RawShape::Enum(variants) => variants[at].name.place,
        });
        if let Some(place) = place {
            let message = format!(
                "no {what} can be \"ttl\": beside the members of a value that name says how long it lives; rename it"
            );
            self.faults.add(&self.model.file, place, message);
        }
    }
}

//! Models as data: they are read from Rust in one place, and used in another that knows no Rust.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::Models;
use crate::model::{Content, Field, Int, Model, Shape, Type};

/// A text that is no schema.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("this is no schema of models: {0}")]
pub struct NoSchema(String);

impl Models {
    /// The models as JSON, for [`Self::from_schema`]. It is as private as a compiler's output is: only the same version reads it.
    ///
    /// ```
    /// use rehearsal_typed_kv::Models;
    ///
    /// let models = Models::parse([("models/storage/ui.rs", "pub struct Cursor { pub x: i32 }")]).unwrap();
    /// assert_eq!(Models::from_schema(&models.schema())?, models);
    /// # Ok::<(), rehearsal_typed_kv::NoSchema>(())
    /// ```
    pub fn schema(&self) -> String {
        serde_json::to_string(&self.list).expect("names and numbers are JSON")
    }

    /// The models of a [`schema`](Self::schema).
    ///
    /// # Errors
    /// The text is none.
    pub fn from_schema(text: &str) -> Result<Self, NoSchema> {
        let list: Vec<Model> =
            serde_json::from_str(text).map_err(|error| NoSchema(error.to_string()))?;
        let (models, count) = (Self::new(list), |models: &Self| models.list.len());
        if models.names().count() < count(&models) {
            return Err(NoSchema("two models have one name".into()));
        }
        let types = models.list.iter().flat_map(types);
        if types.flat_map(Type::models).any(|place| place >= count(&models)) {
            return Err(NoSchema("a type is a model that is not there".into()));
        }
        Ok(models)
    }
}

/// The types that stand in a model, as they are written there.
fn types(model: &Model) -> Vec<&Type> {
    fn of(fields: &[Field]) -> Vec<&Type> {
        fields.iter().map(|field| &field.ty).collect()
    }
    match &model.shape {
        Shape::Struct(fields) => of(fields),
        Shape::Enum(variants) => {
            let types = variants.iter().flat_map(|variant| match &variant.content {
                Content::Unit => Vec::new(),
                Content::Newtype(ty) => vec![ty],
                Content::Tuple(types) => types.iter().collect(),
                Content::Struct(fields) => of(fields),
            });
            types.collect()
        }
    }
}

impl Type {
    /// The places of the models in it.
    fn models(&self) -> Vec<usize> {
        match self {
            Self::Model(place) => vec![*place],
            Self::Option(ty) | Self::List(ty) | Self::Map(ty) => ty.models(),
            Self::Tuple(types) => types.iter().flat_map(Self::models).collect(),
            Self::Bool | Self::Int(_) | Self::Float(_) | Self::Char | Self::Text => Vec::new(),
        }
    }
}

/// By its name alone: the rest follows.
impl Serialize for Int {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = Self::ALL.into_iter().find(|int| int.name == name);
        known.ok_or_else(|| serde::de::Error::custom(format!("there is no whole number {name:?}")))
    }
}

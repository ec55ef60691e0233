//! The calls of the store.

use crate::model::Shape;

use super::Elm;

impl Elm<'_> {
    pub(super) fn calls(&self, at: usize) -> String {
        let (ty, of) = (&self.names.types[at], &self.names.functions[at]);
        // In the store it has its name in Rust.
        let stored = &self.models[at].name;
        let (set, set_for, get, delete, list) =
            (&of.set, &of.set_for, &of.get, &of.delete, &of.list);
        let (encode, decode, fields) = (&of.encode, &of.decode, &of.fields);
        let for_a_while = match &self.models[at].shape {
            Shape::Struct(_) => {
                format!(
                    "post \"{stored}\" key \"\" (Encode.object (( \"ttl\", Encode.int ttl ) :: {fields} value))"
                )
            }
            // It need be no object.
            Shape::Enum(_) => {
                format!("post \"{stored}\" key (\"?ttl=\" ++ String.fromInt ttl) ({encode} value)")
            }
        };
        format!(
            "

{{-| Store a value under a key.
-}}
{set} : String -> {ty} -> Cmd Msg
{set} key value =
    post \"{stored}\" key \"\" ({encode} value)


{{-| Store a value under a key, for so many milliseconds.
-}}
{set_for} : Int -> String -> {ty} -> Cmd Msg
{set_for} ttl key value =
    {for_a_while}


{{-| The value of a key.
-}}
{get} : String -> Task Never (Maybe {ty})
{get} key =
    ask (path \"get\" \"{stored}\" ++ \"/\" ++ Url.percentEncode key) Nothing (Decode.field \"value\" (Decode.nullable {decode}))


{{-| Remove the value of a key.
-}}
{delete} : String -> Cmd Msg
{delete} key =
    remove \"{stored}\" key


{{-| The keys that begin with a text, and their values.
-}}
{list} : String -> Task Never (List ( String, {ty} ))
{list} prefix =
    ask (path \"list\" \"{stored}\" ++ \"?prefix=\" ++ Url.percentEncode prefix) [] (listOf {decode})
"
        )
    }
}

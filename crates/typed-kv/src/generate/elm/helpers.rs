//! What stands in every module, and what only some need.

/// The module's documentation.
pub(super) const INTRODUCTION: &str = "{-| Typed values in a key-value store, for this page's own host.

Made from the project's models: whoever edits this loses it when it is made again.

Tasks do not fail. What did not work is `Nothing`, or the empty list. Whole numbers that JavaScript cannot hold exactly, beyond
2^53 - 1, are not decoded.

-}
";

pub(super) const IMPORTS: &str = "import Http
import Json.Decode as Decode
import Json.Encode as Encode
import Task exposing (Task)
import Url


{-| What became of a command, with the type and the key that it was for.
-}
type Msg
    = Stored String (Result Http.Error ())
    | Deleted String (Result Http.Error Bool)
";

/// The declarations that a body needs.
pub(super) fn used(body: &str) -> String {
    let needed = HELPERS.iter().filter(|(word, _)| body.contains(word));
    needed.map(|(_, declaration)| format!("\n\n{declaration}")).collect()
}

/// Each with the words by which it is known that it is needed.
const HELPERS: [(&str, &str); 13] = [
    (
        "",
        "base : String
base =
    \"/kv/\"
",
    ),
    (
        "path \"",
        "path : String -> String -> String
path word name =
    base ++ word ++ \"/\" ++ Url.percentEncode name
",
    ),
    (
        "post \"",
        "post : String -> String -> String -> Encode.Value -> Cmd Msg
post name key query json =
    Http.post
        { url = path \"set\" name ++ \"/\" ++ Url.percentEncode key ++ query
        , body = Http.jsonBody json
        , expect = Http.expectWhatever (Stored (name ++ \":\" ++ key))
        }
",
    ),
    (
        "remove \"",
        "remove : String -> String -> Cmd Msg
remove name key =
    Http.request
        { method = \"DELETE\"
        , headers = []
        , url = path \"delete\" name ++ \"/\" ++ Url.percentEncode key
        , body = Http.emptyBody
        , expect = Http.expectJson (Deleted (name ++ \":\" ++ key)) (Decode.field \"existed\" Decode.bool)
        , timeout = Nothing
        , tracker = Nothing
        }
",
    ),
    (
        "ask (",
        "ask : String -> a -> Decode.Decoder a -> Task Never a
ask url instead decoder =
    Http.task
        { method = \"GET\"
        , headers = []
        , url = url
        , body = Http.emptyBody
        , resolver = Http.stringResolver (answer decoder)
        , timeout = Nothing
        }
        |> Task.onError (\\_ -> Task.succeed instead)


answer : Decode.Decoder a -> Http.Response String -> Result () a
answer decoder response =
    case response of
        Http.GoodStatus_ _ body ->
            Decode.decodeString decoder body
                |> Result.mapError (\\_ -> ())

        _ ->
            Err ()
",
    ),
    (
        "listOf ",
        "listOf : Decode.Decoder a -> Decode.Decoder (List ( String, a ))
listOf decoder =
    Decode.list
        (Decode.map2 Tuple.pair
            (Decode.field \"key\" Decode.string)
            (Decode.field \"value\" decoder)
        )
",
    ),
    (
        "andMap (",
        "andMap : Decode.Decoder a -> Decode.Decoder (a -> b) -> Decode.Decoder b
andMap =
    Decode.map2 (|>)
",
    ),
    (
        "(optional ",
        "optional : String -> Decode.Decoder a -> a -> Decode.Decoder a
optional name decoder missing =
    Decode.maybe (Decode.field name Decode.value)
        |> Decode.andThen
            (\\found ->
                case found of
                    Just _ ->
                        Decode.field name decoder

                    Nothing ->
                        Decode.succeed missing
            )
",
    ),
    (
        "constant \"",
        "constant : String -> a -> Decode.Decoder a
constant name result =
    Decode.string
        |> Decode.andThen
            (\\found ->
                if found == name then
                    Decode.succeed result

                else
                    Decode.fail (found ++ \" is not \" ++ name)
            )
",
    ),
    (
        "orNull ",
        "orNull : (a -> Encode.Value) -> Maybe a -> Encode.Value
orNull encode maybe =
    Maybe.withDefault Encode.null (Maybe.map encode maybe)
",
    ),
    (
        "exactInt",
        "exactInt : Decode.Decoder Int
exactInt =
    Decode.int
        |> Decode.andThen
            (\\number ->
                if abs number <= 9007199254740991 then
                    Decode.succeed number

                else
                    Decode.fail \"JavaScript cannot hold this number exactly\"
            )
",
    ),
    (
        "encodeChar",
        "encodeChar : Char -> Encode.Value
encodeChar letter =
    Encode.string (String.fromChar letter)
",
    ),
    (
        "decodeChar",
        "decodeChar : Decode.Decoder Char
decodeChar =
    Decode.string
        |> Decode.andThen
            (\\text ->
                case String.toList text of
                    [ letter ] ->
                        Decode.succeed letter

                    _ ->
                        Decode.fail \"a text of one character is expected\"
            )
",
    ),
];

//! What a type is once it is read.

use super::Parameter;

/// A type, as it was written: names are not looked up, nothing is simplified.
///
/// `Display` writes it in one canonical form, which reads back as the same type (a declared interface has none).
///
/// ```
/// use rehearsal::lua::annotations::{Primitive, Type, blank};
///
/// let declared = blank("type Names = string[]?")?.types.remove(0);
/// let names = Type::Array(Box::new(Type::Primitive(Primitive::String)));
/// assert_eq!(declared.body, Type::Optional(Box::new(names)));
/// assert_eq!(declared.body.to_string(), "{string}?");
/// # Ok::<(), rehearsal::lua::annotations::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `number`, `any`, …
    Primitive(Primitive),
    /// `"idle"`, `3`, `true`: this one value.
    Literal(Literal),
    /// `T?`
    Optional(Box<Type>),
    /// `A | B`, at least two. `|` and `&` bind alike, from left to right, as in Wippy: `A | B & C` is `(A | B) & C`.
    Union(Vec<Type>),
    /// `A & B`, at least two.
    Intersection(Vec<Type>),
    /// `{T}` or `T[]`
    Array(Box<Type>),
    /// `{[K]: V}`
    Map {
        /// `K`
        key: Box<Type>,
        /// `V`
        value: Box<Type>,
    },
    /// `{a: T, b?: U}`, in the order written; `{}` has no fields. `interface {…}` in a type is the same.
    Record(Vec<Field>),
    /// `readonly {…}`: an array, a map or a record.
    Readonly(Box<Type>),
    /// `(a: T) -> R`, `fun(a: T): R`
    Function(Box<FunctionType>),
    /// `Name`, `module.Name`, `Box<T>`
    Named {
        /// At least one name; those before the last are modules.
        path: Vec<String>,
        /// What stands between `<` and `>`.
        arguments: Vec<Type>,
    },
    /// `typeof(expression)`: the expression as it was written.
    TypeOf(String),
    /// `keyof(T)`
    KeyOf(Box<Type>),
    /// `T[K]`
    Index {
        /// `T`
        of: Box<Type>,
        /// `K`
        key: Box<Type>,
    },
    /// `A extends B ? C : D`
    Conditional(Box<Conditional>),
    /// `asserts x` or `asserts x is T`, a result
    Asserts {
        /// The parameter spoken of.
        name: String,
        /// What it is from then on; `None`: not nil.
        is: Option<Box<Type>>,
    },
    /// `interface Name … end`; only ever the body of a declaration.
    Interface(Box<Interface>),
    /// `T @min(1) @max(9)`
    Checked {
        /// `T`
        of: Box<Type>,
        /// At least one, in the order written.
        validators: Vec<Validator>,
    },
}

/// The types that need no declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Primitive {
    /// `nil`
    Nil,
    /// `boolean`
    Boolean,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `string`
    String,
    /// `any`: not checked.
    Any,
    /// `unknown`: any value, to be looked at before use.
    Unknown,
    /// `never`: no value.
    Never,
    /// `error`
    Error,
    /// `table`
    Table,
    /// `function`
    Function,
    /// `thread`
    Thread,
    /// `userdata`
    Userdata,
}

impl Primitive {
    const ALL: [Self; 13] = [
        Self::Nil,
        Self::Boolean,
        Self::Number,
        Self::Integer,
        Self::String,
        Self::Any,
        Self::Unknown,
        Self::Never,
        Self::Error,
        Self::Table,
        Self::Function,
        Self::Thread,
        Self::Userdata,
    ];

    /// As it is written.
    ///
    /// ```
    /// use rehearsal::lua::annotations::Primitive;
    ///
    /// assert_eq!(Primitive::Integer.name(), "integer");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nil => "nil",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::String => "string",
            Self::Any => "any",
            Self::Unknown => "unknown",
            Self::Never => "never",
            Self::Error => "error",
            Self::Table => "table",
            Self::Function => "function",
            Self::Thread => "thread",
            Self::Userdata => "userdata",
        }
    }

    /// The one of this name.
    ///
    /// ```
    /// use rehearsal::lua::annotations::Primitive;
    ///
    /// assert_eq!(Primitive::named("any"), Some(Primitive::Any));
    /// assert_eq!(Primitive::named("User"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|primitive| primitive.name() == name)
    }
}

/// A value written into a type, or given to a validator.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `true`, `false`
    Boolean(bool),
    /// A number without point and exponent that fits 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A string, its escapes resolved. Bytes, for so are Lua's strings.
    String(Vec<u8>),
}

/// A field of a record or an interface.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key.
    pub name: String,
    /// `name?: T`: it may be missing.
    pub optional: bool,
    /// `T`
    pub of: Type,
}

/// What a function takes and gives.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionType {
    /// `T` in `fun<T>(x: T)`; only `fun` and the methods of interfaces have some.
    pub generics: Vec<Parameter>,
    /// Those before `...`, in order.
    pub parameters: Vec<FunctionParameter>,
    /// `V` in `...V`; `any` after a bare `...`.
    pub variadic: Option<Type>,
    /// `None`: not said. Empty: `()`, nothing.
    pub returns: Option<Vec<Type>>,
}

/// A parameter in a function type.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionParameter {
    /// Where one is given; it only explains.
    pub name: Option<String>,
    /// `name?: T`: it may be missing.
    pub optional: bool,
    /// `any` where an interface's method says nothing.
    pub of: Type,
}

/// `checked extends bound ? then : otherwise`
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional {
    /// The type asked about.
    pub checked: Type,
    /// What it should fit.
    pub bound: Type,
    /// The type if it does.
    pub then: Type,
    /// The type if it does not.
    pub otherwise: Type,
}

/// The body of an `interface` declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Interface {
    /// The interfaces it extends, each a [`Type::Named`].
    pub bases: Vec<Type>,
    /// `name: T` lines.
    pub fields: Vec<Field>,
    /// `function name(…): R` lines.
    pub methods: Vec<Method>,
}

/// A method that an interface asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// As declared: `self` is among the parameters only where it was written.
    pub signature: FunctionType,
}

/// `@name(arguments)` after a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Validator {
    /// `min`, `max_len`, `pattern`, …; an unknown one is not refused here.
    pub name: String,
    /// Empty also where there were no parentheses.
    pub arguments: Vec<Literal>,
}

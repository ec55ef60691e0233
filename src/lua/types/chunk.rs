//! The source that Lua compiles: a local stands where a type was declared whose name is used as a value.

use std::fmt::Write;

use super::catalogue::Catalogue;
use crate::lua::annotations::Blanked;

impl Catalogue {
    /// The text with its locals. `first` is the number of its first declaration.
    ///
    /// A local is written over the blanks of its declaration, up to the end of the line. Only what is longer moves the
    /// rest of that line; lines stay what they are, and Lua knows no columns.
    pub fn chunk(&self, blanked: &Blanked, first: usize) -> String {
        let mut text = String::with_capacity(blanked.text.len());
        let mut copied = 0;
        for (index, declaration) in blanked.types.iter().enumerate() {
            if !declaration.is_value {
                continue;
            }
            let number = first + index;
            text.push_str(blanked.text.get(copied..declaration.at).unwrap_or_default());
            let start = text.len();
            // Writing to a String cannot fail.
            let _ = write!(text, "local {}=is({number}", declaration.name);
            for root in self.roots(number) {
                let _ = write!(text, ",{root}");
            }
            text.push(')');
            let wanted = text.len() - start;
            // Another declaration may follow on the same line.
            let next = blanked.types.get(index + 1).map_or(blanked.text.len(), |next| next.at);
            let rest = blanked.text.get(declaration.at..next).unwrap_or_default();
            let blanks = rest.bytes().take_while(|byte| *byte == b' ').count();
            // One blank stays, so that the next word does not run into the `)`.
            copied = declaration.at + wanted.min(blanks.saturating_sub(1));
        }
        text.push_str(blanked.text.get(copied..).unwrap_or_default());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Catalogue;
    use crate::lua::annotations::blank;

    fn chunk(source: &str) -> String {
        let blanked = blank(source).unwrap();
        let mut catalogue = Catalogue::default();
        let first = catalogue.read(&blanked.types);
        catalogue.chunk(&blanked, first)
    }

    #[test]
    fn a_type_whose_name_is_a_value_becomes_a_local_on_its_line() {
        let source = "type A = {x: number, y: number}\ntype B = A\nreturn {A = A}";
        assert_eq!(chunk(source), "local A=is(0)                  \n          \nreturn {A = A}");
        assert_eq!(chunk("type A = B return A"), "local A=is(0,B) return A");
        assert_eq!(
            chunk("type A = B type C = B return {A, C}"),
            "local A=is(0,B) local C=is(1,B) return {A, C}"
        );
        assert_eq!(
            chunk("type A = {\n a: m.X?,\n}\nreturn A"),
            "local A=is(0,m) \n         \n \nreturn A"
        );
    }

    #[test]
    fn a_variable_of_the_same_name_stays_what_it_is() {
        let source = "local A = {}\ntype A = B\nreturn A";
        assert_eq!(chunk(source), "local A = {}\n          \nreturn A");
        assert_eq!(chunk("A = {}\ntype A = B\nreturn A"), "A = {}\n          \nreturn A");
        let source = "do local A = 1 end\ntype A = {}\nreturn A";
        assert_eq!(chunk(source), "do local A = 1 end\nlocal A=is(0) \nreturn A");
    }

    #[test]
    fn a_call_on_the_next_line_is_none_of_the_local() {
        assert_eq!(
            chunk("type A = {x: integer}\n(f or g)(A)"),
            "local A=is(0)       ;\n(f or g)(A)"
        );
    }
}

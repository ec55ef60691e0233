//! Documentation of models, in comments of other languages.

/// The lines of a comment, of which none can end it: without control characters and spaces at the ends, and without empty
/// lines around it.
pub(super) fn lines(docs: &[String]) -> Vec<String> {
    let lines = docs.iter().map(|line| {
        let line: String = line.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
        line.trim().to_owned()
    });
    let mut lines: Vec<String> = lines.skip_while(String::is_empty).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

//! The page's texts: `www/i18n/en.ts`, `events.en.ts` and the same in the other languages.

use std::collections::{BTreeMap, BTreeSet};

use crate::File;

/// Each language with the plural forms that it asks for.
const LANGUAGES: [(&str, &[&str]); 3] =
    [("en", &["one", "other"]), ("ko", &["other"]), ("ru", &["few", "many", "one", "other"])];

/// A text: its forms (one that is called "" when it has no plural), and its placeholders.
#[derive(Default)]
struct Entry {
    forms: BTreeSet<String>,
    placeholders: BTreeSet<String>,
    times: usize,
}

type Catalogue = BTreeMap<String, Entry>;

/// Keys and placeholders that a language lacks or has too many, compared with English.
pub fn check(files: &[File]) -> Vec<String> {
    let mut groups: BTreeMap<String, BTreeMap<&str, Catalogue>> = BTreeMap::new();
    for file in files {
        for (language, _) in LANGUAGES {
            if let Some(group) = file.path.strip_suffix(&format!("{language}.ts")) {
                groups.entry(group.into()).or_default().insert(language, parse(&file.text));
            }
        }
    }
    let mut found = Vec::new();
    for (group, languages) in &groups {
        for (language, plurals) in LANGUAGES {
            let path = format!("{group}{language}.ts");
            match (languages.get("en"), languages.get(language)) {
                (Some(english), Some(catalogue)) => {
                    compare(&path, english, catalogue, plurals, &mut found)
                }
                _ => found.push(format!("{path}: is missing")),
            }
        }
    }
    found
}

fn compare(
    path: &str,
    english: &Catalogue,
    own: &Catalogue,
    plurals: &[&str],
    found: &mut Vec<String>,
) {
    for (key, entry) in own {
        if entry.times > 1 {
            found.push(format!("{path}: {key} is there {} times", entry.times));
        }
        if !english.contains_key(key) {
            found.push(format!("{path}: {key} is not in English"));
        }
    }
    for (key, wanted) in english {
        let Some(entry) = own.get(key) else {
            found.push(format!("{path}: {key} is missing"));
            continue;
        };
        if entry.placeholders != wanted.placeholders {
            let (own, wanted) = (&entry.placeholders, &wanted.placeholders);
            found.push(format!(
                "{path}: {key} has the placeholders {own:?}, English has {wanted:?}"
            ));
        }
        // A form that is left out falls back to `other`.
        let plural = !entry.forms.contains("");
        if plural && !entry.forms.contains("other") {
            found.push(format!("{path}: {key} lacks the form other"));
        }
        for form in entry.forms.iter().filter(|form| plural && !plurals.contains(&form.as_str())) {
            found.push(format!(
                "{path}: {key} has the form {form}, which the language never asks for"
            ));
        }
    }
}

/// Reads `"key": "text",` and `"key": { one: "text", other: "text" },` out of TypeScript.
fn parse(text: &str) -> Catalogue {
    let mut catalogue = Catalogue::new();
    let mut key = None; // of the text that comes next
    let mut form = None;
    let mut inside = false; // the braces of a plural
    let mut words = words(text).into_iter().peekable();
    while let Some(word) = words.next() {
        let colon = words.peek().is_some_and(|next| *next == Word::Sign(':'));
        match word {
            Word::Text(name) | Word::Name(name) if colon && !inside => {
                words.next();
                inside = words.next_if_eq(&Word::Sign('{')).is_some();
                let begins = matches!(words.peek(), Some(Word::Text(_)));
                // Anything else is no entry, but a type such as `en: Catalogue`.
                key = (inside || begins).then_some(name);
                if let Some(key) = &key {
                    catalogue.entry(key.clone()).or_default().times += 1;
                }
                form = Some(String::new());
            }
            Word::Text(name) | Word::Name(name) if colon => {
                words.next();
                form = Some(name);
            }
            Word::Text(text) => {
                if let (Some(key), Some(form)) = (&key, &form) {
                    let entry = catalogue.entry(key.clone()).or_default();
                    entry.forms.insert(form.clone());
                    entry.placeholders.extend(placeholders(&text));
                }
            }
            Word::Sign('}') => inside = false,
            Word::Sign(',') if !inside => key = None,
            Word::Name(_) | Word::Sign(_) => {}
        }
    }
    catalogue
}

#[derive(PartialEq)]
enum Word {
    Text(String),
    Name(String),
    Sign(char),
}

/// TypeScript without its comments and spaces.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next().is_some_and(|c| c != '\n') {},
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                while let Some(c) = chars.next()
                    && !(last == '*' && c == '/')
                {
                    last = c;
                }
            }
            '"' | '\'' | '`' => {
                let mut text = String::new();
                while let Some(next) = chars.next()
                    && next != c
                {
                    text.push(if next == '\\' { chars.next().unwrap_or(next) } else { next });
                }
                words.push(Word::Text(text));
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut name = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                words.push(Word::Name(name));
            }
            c if c.is_whitespace() => {}
            c => words.push(Word::Sign(c)),
        }
    }
    words
}

fn placeholders(text: &str) -> Vec<String> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = r#"// "no": "entry"
        export const en: Catalogue = {
            ...events,
            "a.sent": "Sent {n} to {name}",
            plain: 'It\'s "fine"', // and a comment
            "a.count": { one: "{n} message", other: "{n} messages" },
        };"#;

    fn compared(russian: &str) -> Vec<String> {
        let korean = ENGLISH.replace("one: \"{n} message\", ", "");
        check(&[
            File::new("www/i18n/en.ts", ENGLISH),
            File::new("www/i18n/ko.ts", &korean),
            File::new("www/i18n/ru.ts", russian),
        ])
    }

    fn russian() -> String {
        ENGLISH.replace("one: \"{n} message\"", "one: \"{n}\", few: \"{n}\", many: \"{n}\"")
    }

    #[test]
    fn keys_are_read_and_equal_catalogues_are_fine() {
        let keys: Vec<String> = parse(ENGLISH).into_keys().collect();
        assert_eq!(keys, ["a.count", "a.sent", "plain"]);
        assert_eq!(compared(&russian()), Vec::<String>::new());
    }

    #[test]
    fn a_missing_a_surplus_and_a_repeated_key_are_found() {
        let found = compared(&russian().replace("plain:", "plane: 'x', plane:"));
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn another_placeholder_is_found() {
        assert_eq!(compared(&russian().replace("{name}", "{nam}")).len(), 1);
    }

    #[test]
    fn a_plural_without_its_last_resort_and_a_useless_form_are_found() {
        assert_eq!(compared(&russian().replace("few: \"{n}\", ", "")), Vec::<String>::new());
        assert_eq!(compared(&russian().replace("other:", "two:")).len(), 2);
    }

    #[test]
    fn a_missing_language_is_found() {
        let found = check(&[File::new("www/i18n/events.en.ts", ENGLISH)]);
        assert_eq!(
            found,
            ["www/i18n/events.ko.ts: is missing", "www/i18n/events.ru.ts: is missing"]
        );
    }
}

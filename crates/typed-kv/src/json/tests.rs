//! Reading, and what is read.

use super::*;

#[test]
fn white_space_goes_but_in_texts() {
    let text = " { \"a \\\" b\" : [ 1 , -2.50e+1,\ttrue ] ,\n\"\": { } } ";
    assert_eq!(compact(text), r#"{"a \" b":[1,-2.50e+1,true],"":{}}"#);
}

#[test]
fn a_value_is_passed_over_as_a_whole() {
    for value in ["12", "null", r#""a]\"""#, "[[], [1, {\"a\": [2]}]]", "{}"] {
        let text = format!("[ {value} , 7]");
        let mut reader = Reader::new(&text);
        reader.open();
        assert!(reader.has_item());
        assert_eq!(reader.skip(), value);
        assert!(reader.has_item());
        assert_eq!(reader.skip(), "7");
        assert!(!reader.has_item());
    }
}

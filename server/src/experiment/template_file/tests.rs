use super::*;

/// An array as NumPy writes it.
fn npy(kind: &str, order: &str, shape: &str, values: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).expect("short").to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), values].concat()
}

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn people(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn refused(bytes: &[u8]) -> String {
    format!("{:#}", Templates::parse(bytes).expect_err("refused"))
}

#[test]
fn all_kinds_of_files_give_the_same_templates() {
    let csv = "name,x,y\n\"Lovelace, Ada\",3,4\nBob,0,-2.0\n";
    let map = r#" {"Lovelace, Ada": [3, 4], "Bob": [0, -2.0]}"#;
    let list = r#"[{"name": "Lovelace, Ada", "template": [3, 4]}, {"name": "Bob", "template": [0, -2]}]"#;
    let wanted = Some(vec![0.6, 0.8]);
    for text in [csv, &csv[9..], map, list] {
        let read = Templates::parse(text.as_bytes()).expect("read");
        assert!(read.check(2).is_ok() && read.check(3).is_err());
        let people = people(&["Cy", "Lovelace, Ada"]);
        let found = read.of(&people).expect("of somebody");
        assert_eq!(found, Assigned { given: vec![None, wanted.clone()], unused: vec!["Bob"] }, "{text}");
    }
    let doubles: Vec<u8> = [3.0_f64, 4.0, 0.0, -2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
    for array in
        [npy("<f4", "False", "(2, 2)", &floats(&[3.0, 4.0, 0.0, -2.0])), npy("<f8", "False", "(2, 2)", &doubles)]
    {
        let read = Templates::parse(&array).expect("read");
        let both = people(&["Bob", "Ada"]);
        let found = read.of(&both).expect("as many");
        let given = vec![Some(vec![0.0, -1.0]), wanted.clone()];
        assert_eq!(found, Assigned { given, unused: Vec::new() }, "by the alphabet");
        let error = read.of(&people(&["Ada", "Bob", "Cy"])).expect_err("too few").to_string();
        assert!(error.contains("3 people") && error.contains("there are 2"), "{error}");
    }
}

#[test]
fn what_cannot_be_used_is_said_by_name() {
    assert!(refused(b"").contains("no template") && refused(b"name,x\n").contains("no template"));
    assert!(refused(b"Ada,1,2\nBob,1,two\n").starts_with("line 2: \"two\" is no number"));
    assert!(refused(b"Ada,1,2\nBob,1\n").contains("\"Bob\" has 1 values, that of \"Ada\" 2"));
    assert!(refused(b"Ada,1,2\nAda,1,3\n").contains("\"Ada\" is there twice"));
    assert!(refused(br#"{"Ada": [1], "Ada": [2]}"#).contains("twice"));
    assert!(refused(b",1,2\n").contains("no name"));
    assert!(refused(b"Ada,0,0\n").contains("all zeros") && refused(b"Ada,NaN,1\n").contains("no number"));
    assert!(refused(br#"{"Ada": "x"}"#).contains("line 1") && refused(b"\xff\xfe").contains("neither text nor"));
    let four = floats(&[1.0; 4]);
    assert!(refused(&npy("<f4", "True", "(2, 2)", &four)).contains("column by column"));
    assert!(refused(&npy("|O", "False", "(2, 2)", &four)).contains("float32"));
    assert!(refused(&npy("<f4", "False", "(4,)", &four)).contains("one row for each person"));
    assert!(refused(&npy("<f4", "False", "(2, 3)", &four)).contains("holds 4 values"));
    assert!(refused(&npy("<f4", "False", "(18446744073709551615, 3)", &four)).contains("impossible"));
    let whole = npy("<f4", "False", "(2, 2)", &four);
    for length in 0..whole.len() {
        assert!(Templates::parse(&whole[..length]).is_err(), "{length}");
    }
    let nobody = Templates::parse(b"Ada,1\n").expect("read").of(&people(&["Cy"])).expect_err("nobody").to_string();
    assert!(nobody.contains("\"Ada\"") && nobody.contains("\"Cy\""), "{nobody}");
}

#[test]
fn a_file_lies_beside_its_network_and_is_the_only_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = folder.path().join("their model.onnx");
    assert!(read_beside(&network, 2).expect("none").is_none());
    let beside_it = |kind: &str| folder.path().join(format!("their model.templates.{kind}"));
    fs::write(beside_it("csv"), "Ada,1,2\n").expect("written");
    assert!(read_beside(&network, 2).expect("read").is_some());
    let error = format!("{:#}", read_beside(&network, 512).expect_err("of another network"));
    assert!(error.contains("their model.templates") && error.contains("512"), "{error}");
    fs::write(beside_it("json"), "{}").expect("written");
    assert!(beside(&network).expect_err("two").to_string().contains("keep one"));
}

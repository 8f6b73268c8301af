//! Files of other tools are recognised, and those that are read here are not taken for them.

use crate::fixture;
use pytorch::foreign;
use std::io::{Cursor, Write};

fn archive(names: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(b"{}").expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn each_tool_is_named_with_the_line_that_converts_its_files() {
    let mxnet = [0x12, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0];
    let cases: [(&str, Vec<u8>, &str, &str); 12] = [
        ("m.h5", b"\x89HDF\r\n\x1a\n\0\0".into(), "Keras", "--keras model.h5"),
        ("m.keras", archive(&["metadata.json", "config.json", "model.weights.h5"]), "Keras", "--keras model.keras"),
        ("m.tflite", b"\x1c\0\0\0TFL3\x14\0".into(), "TensorFlow Lite", "--tflite model.tflite"),
        ("saved_model.pb", b"\x08\x01\x12\x06\x0a\x04\x22\x02ab".into(), "SavedModel", "--saved-model"),
        ("saved.zip", archive(&["m/saved_model.pb", "m/variables/variables.index"]), "SavedModel", "--saved-model"),
        ("m.pb", b"\x0a\x14\x0a\x05input\x12\x0bPlaceholder".into(), "frozen TensorFlow", "--graphdef"),
        ("m.params", mxnet.into(), "MXNet", "mxnet.onnx.export_model"),
        ("m.mlmodel", b"\x08\x01\x12\x04\x0a\x02\x0a\x00".into(), "Core ML", "torch.onnx.export"),
        ("m.mlpackage", archive(&["Data/com.apple.CoreML/model.mlmodel"]), "Core ML", "torch.onnx.export"),
        ("m.pkl", b"\x80\x04\x95\x05\0\0\0\0\0\0\0}.".into(), "pickle", "torch.onnx.export"),
        ("m.joblib", b"\x80\x04\x95\x05\0\0\0\0\0\0\0\x8c\x13joblib.numpy_pickle".into(), "joblib", "skl2onnx"),
        ("m.pt2", archive(&["m/archive_format", "m/models/model.json"]), "exported by PyTorch", "torch.export.load"),
    ];
    for (name, bytes, tool, line) in cases {
        let said = foreign(&bytes, name).unwrap_or_else(|| panic!("{name} is not recognised"));
        assert!(said.contains(tool) && said.contains(line), "{name}: {said}");
    }
    let script = std::fs::read(fixture("script.pt")).expect("read");
    assert!(foreign(&script, "script.pt").expect("recognised").contains("torch.jit.load"));
}

#[test]
fn files_that_are_read_are_not_foreign() {
    for name in ["resnet18.pt", "iresnet.pth", "facenet.safetensors", "whole.pt"] {
        assert_eq!(foreign(&std::fs::read(fixture(name)).expect("read"), name), None, "{name}");
    }
    let converted = pytorch::convert(&fixture("whole.pt"), None).expect("converted");
    for name in ["model.onnx", "model.mlmodel"] {
        assert_eq!(foreign(&converted.model, name), None);
    }
    // ONNX files of PyTorch name their producer where others have a message.
    assert_eq!(foreign(b"\x08\x07\x12\x07pytorch\x1a\x05", "model.onnx"), None);
    assert_eq!(foreign(b"", "model.onnx"), None);
}

//! Checkpoints that are not what they should be, and what is said of them.

use crate::fixture;
use pytorch::{ConvertError, convert};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Types, shapes and bytes of tensors by name.
type Tensors = BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>;

fn tensors(name: &str) -> Tensors {
    let bytes = std::fs::read(fixture(name)).expect("read");
    let all = SafeTensors::deserialize(&bytes).expect("safetensors");
    let of = |view: TensorView<'_>| (view.dtype(), view.shape().to_vec(), view.data().to_vec());
    all.iter().map(|(name, view)| (name.to_owned(), of(view))).collect()
}

fn ones(shape: &[usize]) -> (Dtype, Vec<usize>, Vec<u8>) {
    (Dtype::F32, shape.to_vec(), 1_f32.to_le_bytes().repeat(shape.iter().product()))
}

/// What is said of bytes under a name.
fn refusal_of(bytes: &[u8], name: &str, side: Option<u32>) -> ConvertError {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    convert(&path, side).expect_err("refused")
}

/// What is said of the tensors of a safetensors file after a change.
fn refusal(name: &str, change: impl FnOnce(&mut Tensors)) -> ConvertError {
    let mut all = tensors(name);
    change(&mut all);
    let views: Vec<_> = all
        .iter()
        .map(|(name, (dtype, shape, bytes))| (name, TensorView::new(*dtype, shape.clone(), bytes).expect("a tensor")))
        .collect();
    refusal_of(&safetensors::serialize(views, None).expect("serialized"), "model.safetensors", None)
}

const RESNET: &str = "resnet50.safetensors";
const FACENET: &str = "facenet.safetensors";

#[test]
fn a_tensor_that_is_missing_is_named() {
    let every: Vec<_> = tensors(RESNET).into_keys().filter(|name| !name.ends_with("num_batches_tracked")).collect();
    assert_eq!(every.len(), 53 * 5);
    for gone in every.iter().filter(|name| *name != "layer1.0.conv1.weight") {
        let error = refusal(RESNET, |all| drop(all.remove(gone)));
        let is_named = |name: &String, of: &str| name == gone && of == "ResNet (torchvision)";
        assert!(
            matches!(&error, ConvertError::Missing { name, architecture } if is_named(name, architecture)),
            "{error}"
        );
    }
}

#[test]
fn tensors_that_are_left_over_are_named() {
    let error = refusal(RESNET, |all| drop(all.insert("layer1.0.se.fc1.weight".into(), ones(&[2, 4, 1, 1]))));
    assert!(matches!(&error, ConvertError::LeftOver { names, .. } if *names == ["layer1.0.se.fc1.weight"]), "{error}");
    // A head among the layers of the network may belong to it.
    let error = refusal(FACENET, |all| drop(all.insert("head.weight".into(), ones(&[3, 12]))));
    assert!(matches!(&error, ConvertError::LeftOver { names, .. } if *names == ["head.weight"]), "{error}");
    let said = error.to_string();
    assert!(said.contains("InceptionResnetV1 (facenet-pytorch) has no tensors such as head.weight"), "{said}");
}

/// Beside a network that has a prefix, heads and what training keeps are ignored, and nothing else.
#[test]
fn what_lies_beside_a_network_is_named_unless_it_belongs_to_training() {
    let wrap = |all: &mut Tensors| {
        *all = std::mem::take(all).into_iter().map(|(name, tensor)| (format!("model.module.{name}"), tensor)).collect();
    };
    let error = refusal(RESNET, |all| {
        wrap(all);
        all.insert("model.head.weight".into(), ones(&[3, 6]));
        all.insert("optimizer.state.0.exp_avg".into(), ones(&[3, 6]));
        all.insert("teacher.conv1.weight".into(), ones(&[1]));
    });
    assert!(matches!(&error, ConvertError::LeftOver { names, .. } if *names == ["teacher.conv1.weight"]), "{error}");
    let error = refusal(RESNET, |all| {
        wrap(all);
        all.remove("model.module.bn1.bias");
    });
    assert!(matches!(&error, ConvertError::Missing { name, .. } if name == "model.module.bn1.bias"), "{error}");
}

#[test]
fn another_shape_is_named_with_the_one_that_is_wanted() {
    let error = refusal(RESNET, |all| drop(all.insert("layer2.1.conv2.weight".into(), ones(&[2, 2, 5, 5]))));
    let said = "tensor layer2.1.conv2.weight has the shape [2, 2, 5, 5], where ResNet (torchvision) has [_, 2, 3, 3]";
    assert_eq!(error.to_string(), said);
    // Without a layer beside it, a block gives as many channels as it is given.
    let error = refusal("mobilefacenet.safetensors", |all| {
        all.insert("layers.3.layers.0.layers.2.layers.0.weight".into(), ones(&[3, 4, 1, 1]));
    });
    assert!(matches!(&error, ConvertError::Shape { wanted, .. } if wanted == "[4, 4, 1, 1]"), "{error}");
    let error = refusal(FACENET, |all| drop(all.insert("last_bn.running_mean".into(), ones(&[0]))));
    assert!(matches!(&error, ConvertError::Shape { name, .. } if name == "last_bn.running_mean"), "{error}");
    let error = refusal(FACENET, |all| drop(all.insert("logits.weight".into(), ones(&[9, 11]))));
    assert!(matches!(&error, ConvertError::Shape { name, .. } if name == "logits.weight"), "{error}");
}

#[test]
fn values_that_no_network_computes_with_are_named() {
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let error = refusal(RESNET, |all| {
            let (_, _, bytes) = all.get_mut("layer3.5.conv2.weight").expect("there");
            bytes[8..12].copy_from_slice(&value.to_le_bytes());
        });
        let said = error.to_string();
        assert!(said.contains("layer3.5.conv2.weight holds a value that is no finite number"), "{said}");
    }
    let error = refusal(RESNET, |all| {
        let (_, _, bytes) = all.get_mut("bn1.running_var").expect("there");
        bytes[..4].copy_from_slice(&(-1_f32).to_le_bytes());
    });
    assert!(error.to_string().contains("bn1.running_var holds a variance that is negative"), "{error}");
    let error = refusal(RESNET, |all| drop(all.insert("bn1.weight".into(), (Dtype::I64, vec![2], vec![0; 16]))));
    assert!(matches!(&error, ConvertError::Type { name, found } if name == "bn1.weight" && found == "I64"), "{error}");
}

#[test]
fn unknown_names_are_answered_with_what_is_known_and_what_to_do() {
    let error = refusal(RESNET, |all| {
        *all = BTreeMap::from([("patch_embed.proj.weight".into(), ones(&[4, 3, 2, 2]))]);
    });
    let said = error.to_string();
    for part in ["patch_embed.proj.weight", "ResNet (torchvision)", "iResNet (insightface)", "torch.onnx.export(model"]
    {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn several_networks_are_refused() {
    let error = refusal(RESNET, |all| {
        let other: Vec<_> = all.iter().map(|(name, tensor)| (format!("net.{name}"), tensor.clone())).collect();
        all.extend(other);
    });
    assert!(matches!(&error, ConvertError::Several { prefixes } if *prefixes == ["", "net"]), "{error}");
}

#[test]
fn sides_that_do_not_fit_are_refused() {
    let side_of = |name: &str, side: u32| convert(&fixture(name), Some(side)).expect_err("refused").to_string();
    assert!(side_of("iresnet18.pt", 112).contains("its last layer was trained with 32 by 32"));
    assert!(side_of("mobilefacenet.safetensors", 64).contains("its last layer was trained with 32 by 32"));
    assert!(side_of("facenet.safetensors", 40).contains("its layers leave nothing of them"));
    assert!(side_of("resnet18.pt", 4).contains("sides from 8 to 1024"));
    assert!(side_of("resnet18.pt", u32::MAX).contains("sides from 8 to 1024"));
}

#[test]
fn files_that_are_cut_are_refused() {
    for name in ["resnet18.pt", "iresnet.pth", "facenet.safetensors"] {
        let bytes = std::fs::read(fixture(name)).expect("read");
        for part in [1, 3, 9] {
            let error = refusal_of(&bytes[..bytes.len() * part / 10], name, None);
            assert!(matches!(error, ConvertError::Broken(_)), "{name}: {error}");
        }
    }
}

#[test]
fn other_kinds_of_files_are_refused() {
    let empty = refusal_of(b"", "model.pt", None);
    assert!(matches!(&empty, ConvertError::NotCheckpoint(why) if why.contains("empty")), "{empty}");
    let text = refusal_of(b"hello, this is no checkpoint", "model.pt", None);
    assert!(matches!(text, ConvertError::NotCheckpoint(_)), "{text}");
    assert!(matches!(convert(Path::new("/nowhere/model.pt"), None), Err(ConvertError::Io(_))));
    let script = convert(&fixture("script.pt"), None).expect_err("refused");
    assert!(matches!(&script, ConvertError::Foreign(said) if said.contains("TorchScript")), "{script}");
    let pickle = refusal_of(b"\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00}.", "model.pt", None);
    assert!(matches!(&pickle, ConvertError::Foreign(said) if said.contains("pickle")), "{pickle}");
}

fn archive(pickle: &[u8], compression: zip::CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(compression);
    archive.start_file("a/data.pkl", options).expect("an entry");
    archive.write_all(pickle).expect("written");
    archive.finish().expect("an archive").into_inner()
}

/// A compressed entry could become gigabytes in memory, and is unpacked again for each tensor in it.
#[test]
fn compressed_archives_are_refused() {
    let error = refusal_of(&archive(b"}.", zip::CompressionMethod::Deflated), "model.pt", None);
    assert!(matches!(&error, ConvertError::Broken(why) if why.contains("is compressed")), "{error}");
}

/// The name of a tensor is the path to it, so a long one over many would become gigabytes.
#[test]
fn names_that_multiply_are_refused() {
    let text = |text: &str| [b"X", &(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat();
    let entry = |at: usize| [text(&at.to_string()), b"ctorch\nfloat32\n".to_vec()].concat();
    let entries: Vec<u8> = (0..20).flat_map(entry).collect();
    let pickle = [b"\x80\x02}", &text(&"a".repeat(1_000_000))[..], b"}(", &entries, b"us."].concat();
    let error = refusal_of(&archive(&pickle, zip::CompressionMethod::Stored), "model.pt", None);
    assert!(matches!(&error, ConvertError::TooMuch { what: "bytes in names", .. }), "{error}");
    let small = refusal_of(&archive(b"\x80\x02}.", zip::CompressionMethod::Stored), "model.pt", None);
    assert!(matches!(&small, ConvertError::Broken(why) if why.contains("no tensors")), "{small}");
}

/// On a thread with the stack that the server's threads have.
#[test]
fn deep_nesting_is_answered() {
    for depth in [500, 990, 5000] {
        let pickle = [b"\x80\x02}X\x01\0\0\0a", &b"]".repeat(depth)[..], &b"a".repeat(depth - 1), b"s."].concat();
        let archive = archive(&pickle, zip::CompressionMethod::Stored);
        let answer = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
            let error = refusal_of(&archive, "model.pt", None);
            assert!(matches!(error, ConvertError::Broken(_)), "{error}");
        });
        answer.expect("a thread").join().expect("an answer");
    }
}

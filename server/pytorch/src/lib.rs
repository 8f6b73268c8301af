//! Turns PyTorch checkpoints of known architectures into ONNX files, which the rest of the program reads like any other.
//!
//! A checkpoint holds tensors and their names, and no computation: that comes from here, written down once for each
//! architecture. Nothing in a file is run; pickles are parsed, not executed.
//!
//! # Architectures
//!
//! | architecture | recognised by | side | embedding |
//! | --- | --- | --- | --- |
//! | ResNet-18, 34, 50, 101, 152 as in torchvision | `layer1.0.conv1.weight` | 224 | what the classifier `fc` is given, which is dropped |
//! | iResNet-18, 34, 50, 100, 200 as in insightface | `layer1.0.prelu.weight` | 112 | `features` |
//! | IR-18, 34, 50, 100 as in face.evoLVe and AdaFace | `input_layer.0.weight` | 112 | `output_layer` |
//! | InceptionResnetV1 as in facenet-pytorch | `repeat_1.0.branch0.conv.weight` | 160 | `last_bn`, brought to length 1; `logits` is dropped |
//! | MobileFaceNet as in insightface | `conv_sep.layers.0.weight` | 112 | `features` |
//!
//! Widths, depths and numbers of classes are those of the tensors. What the tensors do not tell is that of the library:
//! strides, padding, the small number added to variances. A network trained with others under the same names computes
//! something else, and is to be exported as ONNX instead; so is a classifier whose scores are wanted.
//!
//! # Files
//!
//! `torch.save` writes a ZIP archive, or before version 1.6 a stream of pickles; both are read, and safetensors files.
//! The content says which it is, not the name. A state dict may lie in dictionaries (`state_dict`, `model`,
//! `model_state_dict`, `net`, `backbone`, `weights`, ...), and its names may begin with the modules around the network
//! (`module.`, `model.`, `backbone.`, `net.`, `encoder.`, ...), repeatedly. What training keeps beside it is ignored
//! (`optimizer`, `scheduler`, `epoch`, ...), and so is a margin head (`head`, `arcface`, ...) that lies beside the
//! network's prefix. `num_batches_tracked` has no effect on what is computed.
//!
//! # What is refused
//!
//! A tensor that is missing, has another shape or type, is left over, or holds a value that is no finite number: by its
//! name, and before anything is written. So are files of unknown networks, of several networks, of other tools
//! ([`foreign`] says which), and those that are larger than any recognizer.

mod architecture;
mod archive;
mod checkpoint;
mod convert;
mod error;
mod foreign;
mod format;
mod graph;
mod pickle;
mod preprocessing;
mod tensor;
mod weights;
mod wrapping;

pub use convert::{Converted, convert};
pub use error::ConvertError;
pub use foreign::foreign;
pub use preprocessing::Preprocessing;

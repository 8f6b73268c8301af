//! Faces, split and recognizers.

use super::{Kind, Setting};

const fn setting(
    path: &'static str,
    label: &'static str,
    kind: Kind,
    paper: &'static str,
    meaning: &'static str,
) -> Setting {
    Setting { path, label, meaning, kind, paper }
}

/// Shown in the three steps.
pub const STEPS: &[Setting] = &[
    setting("name", "Name of the run", Kind::Text, "", "The title that lists and the report show."),
    setting(
        "faces.set",
        "Set of faces",
        Kind::Text,
        "",
        "One of the sets that this workspace keeps; it registers as many people as it has, and leaves some for the seeds.",
    ),
    setting(
        "faces.folder.identities",
        "Folder of identities",
        Kind::Text,
        "VGGFace2",
        "A path on the server's machine with one folder of photographs for each person.",
    ),
    setting(
        "faces.folder.public",
        "Folder of public faces",
        Kind::Text,
        "the second half of VGGFace2",
        "Faces that neither recognizer sees; seeds are averages of them. Empty: identities left over by the split.",
    ),
    setting(
        "recognizers.target",
        "Target recognizer to load",
        Kind::Text,
        "",
        "A .safetensors file on the server's machine with its .json beside it. Empty: train one.",
    ),
    setting(
        "recognizers.evaluation",
        "Evaluation recognizer to load",
        Kind::Text,
        "",
        "As above, for the independent judge. Empty: train one.",
    ),
    setting(
        "recognizers.kept_target",
        "Target recognizer",
        Kind::Text,
        "",
        "One of the recognizers that this workspace keeps. None: train one.",
    ),
    setting(
        "recognizers.kept_evaluation",
        "Evaluation recognizer",
        Kind::Text,
        "",
        "As above, for the independent judge. None: train one.",
    ),
    setting(
        "split.targets",
        "Target identities",
        Kind::Whole { min: 1, max: 100 },
        "5",
        "People to attack; registered in both recognizers.",
    ),
    setting(
        "attack.clones",
        "Clones of each target",
        Kind::Whole { min: 1, max: 1000 },
        "100",
        "Images made for each target, each from its own seed.",
    ),
    setting(
        "split.target_names",
        "Names of the targets",
        Kind::Names,
        "",
        "Folder names with commas between them. Empty: drawn at random.",
    ),
];

/// The run as a whole.
pub const RUN: &[Setting] = &[
    setting(
        "seed",
        "Random seed",
        Kind::Whole { min: 0, max: u64::MAX },
        "",
        "Everything random in the run follows from this number.",
    ),
    setting(
        "device",
        "Device",
        Kind::Choice(&[("auto", "best available"), ("cpu", "processor"), ("gpu", "graphics card")]),
        "",
        "What computes; asking for a graphics card fails where there is none.",
    ),
];

/// Where faces come from.
pub const FACES: &[Setting] = &[
    setting(
        "faces.min_images",
        "Fewest images",
        Kind::Whole { min: 2, max: 100_000 },
        "",
        "A person with fewer readable images is left out.",
    ),
    setting(
        "faces.max_images",
        "Most images",
        Kind::Whole { min: 0, max: 100_000 },
        "all",
        "At most this many images of a person are used; 0 means all.",
    ),
    setting(
        "faces.synthetic.identities",
        "Drawn people",
        Kind::Whole { min: 3, max: 10_000 },
        "",
        "How many drawn people can be registered.",
    ),
    setting(
        "faces.synthetic.images",
        "Pictures of each",
        Kind::Whole { min: 2, max: 10_000 },
        "",
        "How many pictures are drawn of each person.",
    ),
    setting(
        "faces.synthetic.public",
        "Drawn public faces",
        Kind::Whole { min: 1, max: 100_000 },
        "",
        "Further drawn people, one picture each, whose averages are the seeds.",
    ),
    setting(
        "faces.synthetic.seed",
        "Which people",
        Kind::Whole { min: 0, max: u64::MAX },
        "",
        "Another number draws other people.",
    ),
];

/// Who is registered where.
pub const SPLIT: &[Setting] = &[
    setting(
        "split.target_others",
        "Others in the target recognizer",
        Kind::Whole { min: 0, max: 100_000 },
        "2,036",
        "Further identities that only the target recognizer knows.",
    ),
    setting(
        "split.evaluation_others",
        "Others in the evaluation recognizer",
        Kind::Whole { min: 0, max: 100_000 },
        "2,041",
        "Further identities that only the evaluation recognizer knows.",
    ),
    setting(
        "split.held_out_images",
        "Held-out images",
        Kind::Whole { min: 1, max: 1000 },
        "",
        "Images of each person kept out of training, to measure accuracy.",
    ),
    setting(
        "split.target_other_names",
        "Names in the target recognizer only",
        Kind::Names,
        "",
        "Folder names with commas between them. Empty: drawn at random.",
    ),
    setting(
        "split.evaluation_other_names",
        "Names in the evaluation recognizer only",
        Kind::Names,
        "",
        "Folder names with commas between them. Empty: drawn at random.",
    ),
];

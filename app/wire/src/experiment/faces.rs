//! Where the faces come from, and who is registered where.

use crate::ids::FaceSetId;
use crate::settings::{Kind, settings};

settings! {
    /// Where the faces come from: exactly one of `folder`, `synthetic` and `set`.
    pub struct FacesConfig at "faces." {
        /// Photographs on disk.
        folder: Option<FolderFaces> = None, "Folder", Kind::Section, "VGGFace2", absent "Option::is_none";

        /// People drawn by Effigy, none real.
        synthetic: Option<SyntheticFaces> = None, "Drawn people", Kind::Section, "", absent "Option::is_none";

        /// A face set of this workspace; people whom the split does not register provide the seeds.
        set: Option<FaceSetId> = None, "Set of faces", Kind::Text, "", absent "Option::is_none";

        /// People with fewer readable images are skipped.
        min_images: u32 = 10, "Fewest images", Kind::Whole { min: 2, max: 100_000 }, "";

        /// The most images used of each person; 0 for all.
        max_images: u32 = 0, "Most images", Kind::Whole { min: 0, max: 100_000 }, "all";
    }
}

settings! {
    /// Photographs on disk.
    #[derive(Eq)]
    pub struct FolderFaces at "faces.folder." {
        /// A path on the server's machine with one folder of photographs for each person (JPEG, PNG, WebP, BMP; also
        /// below VGGFace2's `train/` and `test/`).
        identities: String = String::new(), "Folder of identities", Kind::Text, "VGGFace2";

        /// Faces, in folders of any depth, that neither recognizer sees; seeds are averages of them. If empty,
        /// identities that the split does not register are used.
        public: String = String::new(), "Folder of public faces", Kind::Text, "the second half of VGGFace2";
    }
}

settings! {
    /// People drawn by Effigy.
    pub struct SyntheticFaces at "faces.synthetic." {
        /// The number of drawn people that can be registered.
        identities: u32 = 15, "Drawn people", Kind::Whole { min: 3, max: 10_000 }, "";

        /// The number of pictures of each person.
        images: u32 = 30, "Pictures of each", Kind::Whole { min: 2, max: 1000 }, "";

        /// Further drawn people, one picture each, whose averages are the seeds.
        public: u32 = 128, "Drawn public faces", Kind::Whole { min: 1, max: 100_000 }, "";

        /// Another number gives other people.
        seed: u64 = 1, "Which people", Kind::Whole { min: 0, max: u64::MAX }, "";
    }
}

settings! {
    /// Who is registered where. A list that is not empty overrides the random draw.
    pub struct SplitConfig at "split." {
        /// People to attack; registered in both recognizers.
        targets: u32 = 5, "Target identities", Kind::Whole { min: 1, max: 1000 }, "5";

        /// Further identities that only the target recognizer knows.
        target_others: u32 = 30, "Others in the target recognizer", Kind::Whole { min: 1, max: 1_000_000 }, "2,036";

        /// Further identities that only the evaluation recognizer knows.
        evaluation_others: u32 = 30, "Others in the evaluation recognizer", Kind::Whole { min: 1, max: 1_000_000 }, "2,041";

        /// Images of each person held out of training, to measure accuracy.
        held_out_images: u32 = 5, "Held-out images", Kind::Whole { min: 1, max: 100_000 }, "";

        /// Folder names separated by commas. If empty, drawn at random.
        target_names: Vec<String> = Vec::new(), "Names of the targets", Kind::Names, "", absent "Vec::is_empty";

        /// Folder names separated by commas. If empty, drawn at random.
        target_other_names: Vec<String> = Vec::new(), "Names in the target recognizer only", Kind::Names, "", absent "Vec::is_empty";

        /// Folder names separated by commas. If empty, drawn at random.
        evaluation_other_names: Vec<String> = Vec::new(), "Names in the evaluation recognizer only", Kind::Names, "", absent "Vec::is_empty";
    }
}

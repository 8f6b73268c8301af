//! How clones are made.

use crate::settings::{Kind, choices, overlaid_settings};

overlaid_settings! {
    /// How clones are made: a preset, and the settings that differ from it.
    pub struct AttackConfig at "attack.", over Preset, given as AttackOverlay = "AttackOverlay" {
        /// Images made for each target, each from its own seed. Each takes about a megabyte of memory while it is made.
        clones: u32 = 20, "Clones of each target", Kind::Whole { min: 1, max: 10_000 }, "100";

        /// How clones are searched for. Descent needs the recognizer's weights; the other methods ask for scores alone.
        method: Method = Method::Descent, "Method", Kind::Choice(Method::CHOICES), "descent; the others in section 6";

        /// What is minimised: the distance of the recognizer's answer from the target.
        objective: Objective = Objective::CrossEntropy, "Objective", Kind::Choice(Objective::CHOICES), "the first two";

        /// What the search moves to change the image.
        parameters: Parameters = Parameters::Pixels, "Parameters", Kind::Choice(Parameters::CHOICES), "pixels";

        /// The most eigenfaces to combine; the public faces may give fewer.
        components: u32 = 256, "Eigenfaces", Kind::Whole { min: 1, max: 1024 }, "";

        /// Weight of the squared length of the coefficients, which keeps faces near the average.
        coefficient_penalty: f64 = 0.0, "Penalty on coefficients", Kind::Real { min: 0.0, max: 1000.0 }, "";

        /// How a descent follows the gradient.
        optimizer: Optimizer = Optimizer::GradientDescent, "Optimizer", Kind::Choice(Optimizer::CHOICES), "gradient descent";

        /// How far a descent moves in one step (the paper's alpha).
        step_size: f64 = 0.05, "Step size", Kind::Real { min: 1e-9, max: 1000.0 }, "0.05";

        /// The attack stops after this many steps, or generations, at the latest.
        max_steps: u32 = 200, "Step limit", Kind::Whole { min: 1, max: 1_000_000 }, "not given";

        /// A clone stops once its mean target score over the plateau has passed this and its loss has stopped falling.
        /// Above 1, none stops early.
        stop_score: f64 = 0.99, "Score to stop at", Kind::Real { min: 0.0, max: 2.0 }, "not given";

        /// The loss has stopped falling when its trend over this many steps is a fall of less than 1 %.
        plateau_steps: u32 = 20, "Plateau", Kind::Whole { min: 1, max: 1_000_000 }, "not given";

        /// Weight of the total variation, which penalises differences between neighbouring pixels.
        total_variation: f64 = 0.0, "Smoothness", Kind::Real { min: 0.0, max: 1_000_000.0 }, "0 (none)";

        /// Random views of the image in each step of a descent; their gradients are averaged.
        views: u32 = 1, "Views of a step", Kind::Whole { min: 1, max: 64 }, "1";

        /// Each view is shifted by up to this many pixels.
        shift: u32 = 0, "Random shift", Kind::Whole { min: 0, max: 64 }, "0 (none)";

        /// Half of the views are mirrored.
        flip: bool = false, "Random mirroring", Kind::Switch, "off";

        /// Each view is rotated by up to this many degrees.
        rotation: f64 = 0.0, "Random rotation", Kind::Real { min: 0.0, max: 180.0 }, "0 (none)";

        /// Each view is scaled by a factor within 1 ± this.
        scale: f64 = 0.0, "Random scale", Kind::Real { min: 0.0, max: 0.9 }, "0 (none)";

        /// The brightness of each view is scaled by a factor within 1 ± this.
        brightness: f64 = 0.0, "Random brightness", Kind::Real { min: 0.0, max: 0.9 }, "0 (none)";

        /// Points in each generation of an evolutionary search, for each clone.
        population: u32 = 40, "Population", Kind::Whole { min: 4, max: 10_000 }, "not given";

        /// Images that an evolutionary search may show to the recognizer for each clone; 0 for no limit.
        queries: u64 = 0, "Queries of a clone", Kind::Whole { min: 0, max: 1_000_000_000 }, "";

        /// Public faces averaged into each seed image; all of them, if there are fewer.
        seed_faces: u32 = 256, "Faces in a seed", Kind::Whole { min: 1, max: 1_000_000 }, "256";

        /// Steps between snapshots, which show later how the clones formed. Every 25 steps cost about 1 % of the
        /// attack's time, every 10 steps 5 %.
        snapshot_every: u32 = 25, "Snapshot interval", Kind::Whole { min: 1, max: 1_000_000 }, "";

        /// On a graphics card, compute with 16-bit floats, provided the scores of the seeds agree to 0.01.
        half_precision: bool = false, "Half precision", Kind::Switch, "";
    }
}

impl Default for AttackConfig {
    fn default() -> Self {
        Preset::default().settings()
    }
}

choices! {
    /// A named attack.
    pub enum Preset {
        /// Gradient descent on the cross-entropy. Clones stay near the average face, with faint changes.
        Paper = "paper", "As published";

        /// The paper's other objective. It starts slowly and may not arrive in time.
        PaperSquaredError = "paper-squared-error", "As published, squared error";

        /// Adam with smoothing and random shifts. Strong features in fewer steps, with coloured fringes.
        Fast = "fast", "Fast";

        /// Searches among plausible faces, learnt from the public ones. Smooth faces with the target's skin, hair and
        /// brows.
        Faces = "faces", "Faces";

        /// Towards one stored template of a recognizer that compares embeddings, among plausible faces. Natural faces.
        Template = "template", "Template";

        /// The same on pixels. A clear likeness under a net of lines.
        TemplatePixels = "template-pixels", "Template, by pixels";

        /// Knows no weights: evolutionary search by the recognizer's scores alone, among plausible faces.
        Evolution = "evolution", "By scores alone";
    }
}

impl Preset {
    /// Every preset, in the order in which forms offer them.
    pub const OFFERED: [Self; 7] = [
        Self::Faces,
        Self::Template,
        Self::Fast,
        Self::TemplatePixels,
        Self::Paper,
        Self::PaperSquaredError,
        Self::Evolution,
    ];

    /// All its settings.
    pub fn settings(self) -> AttackConfig {
        let paper = AttackConfig { preset: self, ..AttackConfig::of_rows() };
        match self {
            Self::Paper => paper,
            Self::PaperSquaredError => AttackConfig { objective: Objective::SquaredError, ..paper },
            Self::Fast => AttackConfig {
                optimizer: Optimizer::Adam,
                step_size: 0.01,
                total_variation: 2.0,
                shift: 8,
                flip: true,
                ..paper
            },
            Self::Faces => AttackConfig {
                objective: Objective::MaxMargin,
                parameters: Parameters::Eigenfaces,
                coefficient_penalty: 0.02,
                optimizer: Optimizer::Adam,
                step_size: 0.05,
                views: 2,
                shift: 8,
                flip: true,
                rotation: 8.0,
                scale: 0.08,
                brightness: 0.15,
                ..paper
            },
            Self::Template => AttackConfig {
                preset: self,
                parameters: Parameters::Eigenfaces,
                coefficient_penalty: 0.0005,
                step_size: 0.05,
                total_variation: 0.0,
                ..Self::TemplatePixels.settings()
            },
            Self::TemplatePixels => AttackConfig {
                objective: Objective::Similarity,
                optimizer: Optimizer::Adam,
                step_size: 0.01,
                total_variation: 2.0,
                shift: 3,
                flip: true,
                rotation: 4.0,
                scale: 0.04,
                brightness: 0.15,
                max_steps: 150,
                stop_score: 2.0,
                ..paper
            },
            Self::Evolution => AttackConfig {
                method: Method::CovarianceAdaptation,
                objective: Objective::MaxMargin,
                parameters: Parameters::Eigenfaces,
                coefficient_penalty: 0.02,
                max_steps: 500,
                queries: 20_000,
                ..paper
            },
        }
    }
}

choices! {
    /// How clones are searched for.
    pub enum Method {
        /// Along the gradient, which needs the recognizer's weights.
        Descent = "descent", "descent along the gradient";

        /// By scores alone: elites, crossover and mutation.
        Genetic = "genetic", "genetic algorithm";

        /// By scores alone: a normal distribution whose mean, step length and variances are learnt (sep-CMA-ES).
        CovarianceAdaptation = "covariance-adaptation", "evolution strategy with adapted covariance";
    }
}

impl Method {
    /// Whether the search needs scores alone.
    pub fn is_by_scores(self) -> bool {
        match self {
            Self::Descent => false,
            Self::Genetic | Self::CovarianceAdaptation => true,
        }
    }
}

choices! {
    /// What an attack minimises.
    pub enum Objective {
        /// `-log y_i` of the target identity `i`.
        CrossEntropy = "cross-entropy", "cross-entropy (Infomax)";

        /// `sum_j (y_j - onehot_j)^2`.
        SquaredError = "squared-error", "squared error";

        /// `max_{j != i} log y_j - log y_i`, whose gradient does not vanish when the target's score nears 1.
        MaxMargin = "max-margin", "max-margin";

        /// `1 - s_i`, the cosine with one stored template; without templates, the logarithm of the score.
        Similarity = "similarity", "similarity to the template";
    }
}

choices! {
    /// What the search moves.
    pub enum Parameters {
        /// The pixels of the image.
        Pixels = "pixels", "pixels";

        /// Coefficients of the principal components of the public faces.
        Eigenfaces = "eigenfaces", "eigenface coefficients";
    }
}

choices! {
    /// How a descent follows the gradient.
    pub enum Optimizer {
        /// `x - step * gradient`.
        GradientDescent = "gradient-descent", "gradient descent";

        /// Adam with the usual moments (0.9, 0.999).
        Adam = "adam", "Adam";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::from_str;

    #[test]
    fn what_is_absent_is_the_presets_and_what_is_given_overrides_it() {
        let config: AttackConfig = from_str(r#"{"preset": "fast", "max_steps": 7}"#).expect("an attack");
        assert_eq!(config, AttackConfig { max_steps: 7, ..Preset::Fast.settings() });
        assert_eq!(from_str::<AttackConfig>("{}").expect("an attack"), Preset::Paper.settings());
        assert!(from_str::<AttackConfig>(r#"{"clons": 3}"#).is_err());
    }

    #[test]
    fn a_settled_attack_comes_back() {
        for preset in Preset::ALL {
            let settled = AttackConfig { step_size: 0.3, ..preset.settings() };
            let text = serde_json::to_string(&settled).expect("JSON");
            assert_eq!(from_str::<AttackConfig>(&text).expect("an attack"), settled);
        }
    }

    #[test]
    fn every_preset_is_offered_once() {
        assert!(Preset::ALL.iter().all(|preset| Preset::OFFERED.contains(preset)));
        assert_eq!(Preset::ALL.len(), Preset::OFFERED.len());
    }
}

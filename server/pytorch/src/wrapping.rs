//! Finding a network among the dictionaries and modules around it.

use crate::architecture::{ARCHITECTURES, Architecture};
use crate::error::{ConvertError, plain};
use crate::tensor::Tensor;
use crate::weights::Weights;
use std::collections::{BTreeMap, BTreeSet};

/// Dictionaries that hold a state dict, and modules that hold a network.
const AROUND: [&str; 14] = [
    "_orig_mod",
    "backbone",
    "embedder",
    "encoder",
    "features",
    "model",
    "model_state_dict",
    "module",
    "net",
    "net_state_dict",
    "network",
    "params",
    "state_dict",
    "weights",
];

/// What training keeps beside a network.
const OF_TRAINING: [&str; 20] = [
    "amp",
    "args",
    "callbacks",
    "config",
    "epoch",
    "global_step",
    "hyper_parameters",
    "iteration",
    "loops",
    "lr_scheduler",
    "lr_schedulers",
    "optim",
    "optimizer",
    "optimizer_state_dict",
    "optimizer_states",
    "rng_state",
    "scaler",
    "scheduler",
    "scheduler_state_dict",
    "step",
];

/// Heads that training puts behind an embedding, which people are not registered by.
const HEADS: [&str; 13] = [
    "arcface",
    "cosface",
    "criterion",
    "fc_head",
    "head",
    "loss",
    "loss_fn",
    "margin",
    "metric",
    "metric_fc",
    "module_partial_fc",
    "partial_fc",
    "sphereface",
];

/// Names that a refusal lists.
const EXAMPLES: usize = 5;

/// The architecture of a network, and its tensors among those of a file.
///
/// # Errors
/// If no known network is among them, or several are, or something else is that does not belong to training.
pub fn find(mut tensors: BTreeMap<String, Tensor>) -> Result<(&'static Architecture, Weights), ConvertError> {
    let found: Vec<_> = prefixes(&tensors).into_iter().filter_map(|prefix| recognised(&tensors, prefix)).collect();
    let (architecture, prefix) = match &found[..] {
        [] => return Err(unknown(&tensors)),
        [(architecture, prefix)] => (*architecture, prefix.clone()),
        several => {
            let prefixes = several.iter().map(|(_, prefix)| prefix.trim_end_matches('.').to_owned()).collect();
            return Err(ConvertError::Several { prefixes });
        }
    };
    let names: Vec<_> = tensors.keys().filter(|name| !name.starts_with(&prefix)).cloned().collect();
    let others: Vec<_> = names.into_iter().filter(|name| !is_beside(name, &prefix)).collect();
    if !others.is_empty() {
        return Err(ConvertError::LeftOver { architecture: architecture.name, names: others });
    }
    tensors.retain(|name, _| name.starts_with(&prefix));
    let own = tensors.into_iter().map(|(name, tensor)| (name[prefix.len()..].to_owned(), tensor)).collect();
    Ok((architecture, Weights::new(architecture.name, prefix, own)))
}

/// What the names of a network could begin with.
fn prefixes(tensors: &BTreeMap<String, Tensor>) -> BTreeSet<String> {
    let mut prefixes = BTreeSet::from([String::new()]);
    for name in tensors.keys() {
        let mut length = 0;
        for part in name.split('.').take_while(|part| AROUND.contains(part)) {
            length += part.len() + 1;
            // A tensor itself may have such a name.
            prefixes.extend(name.get(..length).map(String::from));
        }
    }
    prefixes
}

/// The first architecture whose tensors have names with this prefix.
fn recognised(tensors: &BTreeMap<String, Tensor>, prefix: String) -> Option<(&'static Architecture, String)> {
    let has = |architecture: &&Architecture| tensors.contains_key(&format!("{prefix}{}", architecture.mark));
    ARCHITECTURES.iter().find(has).map(|architecture| (architecture, prefix))
}

/// Whether a tensor outside a prefix belongs to training, or is a head.
fn is_beside(name: &str, prefix: &str) -> bool {
    let mut rest = name;
    for part in prefix.split_terminator('.') {
        match rest.strip_prefix(part).and_then(|rest| rest.strip_prefix('.')) {
            Some(within) => rest = within,
            None => break,
        }
    }
    let first = rest.split('.').next().unwrap_or_default();
    OF_TRAINING.contains(&first) || HEADS.contains(&first)
}

fn unknown(tensors: &BTreeMap<String, Tensor>) -> ConvertError {
    if tensors.is_empty() {
        return ConvertError::Broken("it holds no tensors; save the state dict of the network".into());
    }
    let names = tensors.keys().take(EXAMPLES).map(|name| plain(name)).collect();
    ConvertError::Unknown { names, known: ARCHITECTURES.iter().map(|architecture| architecture.name).collect() }
}

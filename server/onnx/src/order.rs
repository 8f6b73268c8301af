//! The nodes of a graph in the order in which they are computed.

use crate::error::OnnxError;
use crate::proto;
use std::collections::HashMap;

/// How messages name a node: by its name, or by what it computes.
pub fn title(node: &proto::Node) -> String {
    let name = if node.name.is_empty() { node.output.first().map_or("", |output| output) } else { &node.name };
    name.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// The nodes that the output needs, each after those it takes from.
///
/// # Errors
/// If nothing computes the output, two nodes compute the same, or a node needs what it computes itself.
pub fn order(graph: &proto::Graph, output: &str) -> Result<Vec<usize>, OnnxError> {
    let mut makers = HashMap::new();
    for (at, node) in graph.node.iter().enumerate() {
        for name in node.output.iter().filter(|name| !name.is_empty()) {
            if makers.insert(&**name, at).is_some() {
                return Err(OnnxError::graph(format!("two nodes compute {name}")));
            }
        }
    }
    // 1: its inputs are being visited, 2: it is in the list.
    let (mut state, mut order) = (vec![0_u8; graph.node.len()], Vec::new());
    let Some(last) = makers.get(output) else {
        return Err(OnnxError::graph(format!("nothing computes the output {output}")));
    };
    let mut stack = vec![*last];
    while let Some(at) = stack.last().copied() {
        if state[at] == 2 {
            stack.pop();
            continue;
        }
        let before: Vec<_> = graph.node[at].input.iter().filter_map(|name| makers.get(&**name).copied()).collect();
        let next: Vec<_> = before.into_iter().filter(|at| state[*at] != 2).collect();
        if next.is_empty() {
            state[at] = 2;
            order.push(at);
            stack.pop();
            continue;
        }
        if state[at] == 1 {
            return Err(OnnxError::graph(format!("node {} needs what it computes itself", title(&graph.node[at]))));
        }
        state[at] = 1;
        stack.extend(next);
    }
    Ok(order)
}

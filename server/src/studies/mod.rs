//! Studies: what people say of clones.

#[cfg(test)]
pub mod example;
pub mod export;
pub mod results;

//! What a person writes: the scenario file, read with positions, checked for meaning, and resolved.
//!
//! Knows nothing of simulation. The way through: text → nodes with positions ([`yaml`]) → the file's shape ([`file`])
//! → the meaning ([`resolved`]), with every problem of the file collected on the way ([`diagnostic`]).

pub mod resolved;

//! One replication told once more, to whoever wants to know everything of it.

use super::Error;
use crate::center::{Engine, Model, Observer};

/// Runs one replication, counted from 0, for this observer: with exactly what happens in it among all.
///
/// # Errors
///
/// [`Error::Failed`] where it cannot be completed.
pub fn retell(model: &Model, replication: u32, observer: &mut impl Observer) -> Result<(), Error> {
    let failed = |failure| Error::Failed { replication, failure };
    Engine::new(model).map_err(failed)?.run(replication, observer).map_err(failed)
}

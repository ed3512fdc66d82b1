//! `hangup schema`: prints the JSON Schema of a scenario file.

use super::{Exit, output};
use crate::scenario;

pub(super) fn execute() -> Exit {
    output::result(&scenario::schema())
}

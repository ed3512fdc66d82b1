//! What the format of a scenario has room for and this version does not simulate: named, never silently ignored.

/// What a field or word would bring, as the beginning of "... not simulated by this version".
pub(in crate::scenario) fn not_simulated(owner: &str, name: &str) -> Option<&'static str> {
    Some(match (owner, name) {
        ("scenario", "costs") => "costs are",
        ("scenario" | "Callers", "redial") => "calling again is",
        ("Stream", "forecast") => "forecasts from files are",
        ("Stream", "start") => "an entry of its own for each stream is",
        ("Queue", "priority") => "priority between queues is",
        ("Queue", "max_waiting" | "when_full") => "a limit on the queue is",
        ("Message", "offer" | "accept") => "offers to those who wait are",
        ("Group", "shifts") => "shifts are",
        ("Group", "shrinkage") => "shrinkage is",
        ("action" | "ActionByName", "callback") => "calling back is",
        _ => return None,
    })
}

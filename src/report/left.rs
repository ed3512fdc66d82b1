//! Who is left in the IVR after each of its parts.

/// The share of callers who have not hung up: on entering, after the greeting, after level 1 and so on. Each part is
/// how many entered it, and how many hung up in it.
pub(super) fn left(greeting: (u64, u64), levels: &[(u64, u64)]) -> Vec<f64> {
    let entered = greeting.0.max(1) as f64;
    let hung_up = std::iter::once(greeting.1).chain(levels.iter().map(|level| level.1));
    let mut gone = 0;
    let after = hung_up.map(|count| {
        gone += count;
        1.0 - gone as f64 / entered
    });
    std::iter::once(1.0).chain(after).collect()
}

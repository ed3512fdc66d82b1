//! The name somebody probably meant.

use std::fmt::Write;

/// The candidate nearest to `name`, if one is near enough to be meant.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = normal(name);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = normal(candidate);
            let longer = plain.chars().count().max(other.chars().count());
            let distance = strsim::damerau_levenshtein(&plain, &other);
            // One slip in a short word, one in three letters of a longer one that begins alike and else in four; a word
            // that only lacks its ending too, or is a part of a longer one.
            let slips =
                if plain.chars().next() == other.chars().next() { 1.max(longer / 3) } else { 1.max(longer / 4) };
            let near = distance <= slips
                || (plain.len() >= 5 && other.contains(&plain))
                || (plain.len() >= 3 && (other.starts_with(&plain) || plain.starts_with(&other) && other.len() >= 3));
            (near && distance < longer).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Case, hyphens and blanks are how people misremember names, not how names differ.
fn normal(name: &str) -> String {
    name.trim().chars().take(64).map(|c| if matches!(c, '-' | ' ') { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// "`a`, `b` or `c`", cut after a dozen.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 24;
    let mut names: Vec<&str> = names.into_iter().collect();
    names.dedup();
    let mut text = String::new();
    for (index, name) in names.iter().take(SHOWN).enumerate() {
        if index > 0 {
            let last = index + 1 == names.len();
            text.push_str(if last { " or " } else { ", " });
        }
        text.push('`');
        text.extend(name.chars().take(40));
        text.push('`');
    }
    if names.len() > SHOWN {
        // Writing to a string cannot fail.
        let _ = write!(text, " and {} more", names.len() - SHOWN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_and_a_stranger_is_not() {
        let names = ["general", "billing", "after_call_work", "talk"];
        for (written, meant) in [
            ("genral", Some("general")),
            ("Billing", Some("billing")),
            ("after-call-work", Some("after_call_work")),
            ("after_call", Some("after_call_work")),
            ("tlak", Some("talk")),
            ("walk", Some("talk")),
            ("x", None),
            ("", None),
            ("complaints", None),
            ("dalling", None),
            ("call_work", Some("after_call_work")),
        ] {
            assert_eq!(nearest(written, names), meant, "{written}");
        }
    }

    #[test]
    fn a_list_of_names_reads_as_a_sentence() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}

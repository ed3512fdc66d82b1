//! One menu, heard by callers who take a wrong option at times and miss their own.

use super::{MOST_STATES, is_amount, is_share};

/// A menu and the ways to err in it; every option is as likely as the others to be the one wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MenuPick {
    /// How many options the menu has (≥ 1).
    pub options: u32,
    /// The probability that a wrong option is taken when heard.
    pub false_alarm: f64,
    /// The probability that the right option is not recognised when heard.
    pub miss: f64,
    /// How often the menu is repeated when nothing was taken.
    pub retries: u32,
    /// The length of the intro.
    pub intro: f64,
    /// The length of the prompt of one option.
    pub prompt: f64,
    /// The time to decide and press the key.
    pub decide: f64,
    /// The time without input after the last option, until the menu repeats.
    pub no_input: f64,
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MenuPickResult {
    /// The probability of taking the option wanted: `mean_k (1-f)^{k-1}(1-m)·g`, with `g = (1-none^{R+1})/(1-none)`.
    pub p_correct: f64,
    /// The probability of taking another.
    pub p_wrong: f64,
    /// The probability that nothing was taken in any play: `none^{R+1}`, `none = (1-f)^{b-1}·m`.
    pub p_fail: f64,
    /// The mean time in the menu: intro, prompts and decision for a play that ends in a choice; intro, all prompts and the
    /// time without input for one that does not.
    pub mean_time: f64,
}

/// The choice in one menu (derived for this project): options are heard in order, a wrong one is taken with probability
/// `f`, the right one is missed with probability `m`, and a play without a choice is repeated up to `R` times.
///
/// `None` unless there is an option (and at most ten million), `f` and `m` are shares and all durations are finite and ≥ 0.
pub fn menu_pick(menu: &MenuPick) -> Option<MenuPickResult> {
    let MenuPick { options, false_alarm, miss, retries, intro, prompt, decide, no_input } = *menu;
    let durations = [intro, prompt, decide, no_input];
    if options == 0
        || options > MOST_STATES
        || !is_share(false_alarm)
        || !is_share(miss)
        || !durations.into_iter().all(is_amount)
    {
        return None;
    }
    let breadth = f64::from(options);
    let (mut correct, mut wrong, mut choosing) = (0.0, 0.0, 0.0);
    // P(nothing taken among the options before), not counting the one wanted.
    let mut passed = 1.0;
    for option in 1..=options {
        let position = f64::from(option);
        // This option is the one wanted; or it is not, and the one wanted was missed before, or is still to come.
        let right = passed * (1.0 - miss) / breadth;
        let before = (position - 1.0) / breadth;
        let after = (breadth - position) / breadth;
        let wrongly =
            false_alarm * (after * passed + before * miss * passed_without_target(passed, false_alarm, option));
        correct += right;
        wrong += wrongly;
        choosing += (right + wrongly) * (intro + position * prompt + decide);
        passed *= 1.0 - false_alarm;
    }
    let none = miss * (1.0 - false_alarm).powf(breadth - 1.0);
    let plays =
        if none < 1.0 { (1.0 - none.powf(f64::from(retries) + 1.0)) / (1.0 - none) } else { f64::from(retries) + 1.0 };
    let silent = none * (intro + breadth * prompt + no_input);
    Some(MenuPickResult {
        p_correct: correct * plays,
        p_wrong: wrong * plays,
        p_fail: none.powf(f64::from(retries) + 1.0),
        mean_time: (choosing + silent) * plays,
    })
}

/// `(1-f)^{k-2}`, the wrong options before the `k`-th when the one wanted was among them, from `(1-f)^{k-1}`.
fn passed_without_target(passed: f64, false_alarm: f64, option: u32) -> f64 {
    if false_alarm < 1.0 { passed / (1.0 - false_alarm) } else { f64::from(u8::from(option == 2)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MENU: MenuPick = MenuPick {
        options: 5,
        false_alarm: 0.02,
        miss: 0.05,
        retries: 2,
        intro: 2.0,
        prompt: 3.0,
        decide: 1.5,
        no_input: 5.0,
    };

    #[test]
    fn every_caller_ends_somewhere() {
        for (options, false_alarm, miss) in
            [(1, 0.3, 0.4), (7, 0.0, 0.0), (9, 1.0, 1.0), (4, 1.0, 0.2), (300, 0.1, 1.0)]
        {
            let result = menu_pick(&MenuPick { options, false_alarm, miss, ..MENU }).unwrap();
            assert!((result.p_correct + result.p_wrong + result.p_fail - 1.0).abs() < 1e-12, "{result:?}");
        }
    }

    #[test]
    fn without_mistakes_the_mean_is_the_middle() {
        let result = menu_pick(&MenuPick { false_alarm: 0.0, miss: 0.0, ..MENU }).unwrap();
        assert!((result.mean_time - 12.5).abs() < 1e-13);
        // Nothing is ever taken: three silent plays.
        let deaf = menu_pick(&MenuPick { false_alarm: 0.0, miss: 1.0, ..MENU }).unwrap();
        assert_eq!((deaf.p_fail, deaf.mean_time), (1.0, 66.0));
        assert_eq!(menu_pick(&MenuPick { options: 0, ..MENU }), None);
    }
}

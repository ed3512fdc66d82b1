//! Random draws, keyed by who draws and what for.
//!
//! A draw is a function of (seed, stream name, replication, caller, purpose): never of the order of events, of an
//! agent, or of what others drew. So two scenarios see the same callers (common random numbers), and adding a stream,
//! removing a caller or changing a rate leaves everybody else's draws as they were.

use rand_distr::{Distribution, Gamma};

use super::philox::{PhiloxSequence, philox};

/// What a draw is for. The numbers are part of every result: append, never reorder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Purpose {
    /// The unit-rate exponential between this caller and the one before; its block also holds the talk time.
    Arrival = 0,
    /// The stream's busyness on this day.
    Busyness = 1,
    /// Who the caller is: see [`Person`].
    Person = 2,
    /// What the caller gets wrong in one play of a menu: see [`Play`].
    Play = 3,
    /// Whether the caller hangs up on entering the IVR.
    HangUpAtOnce = 4,
    /// Which option of a balanced tree's level the caller wants.
    Branch = 5,
    /// The patience of the whole call, or of the IVR.
    Patience = 6,
    /// The fresh patience in the queue.
    QueuePatience = 7,
    /// Whether the caller zeroes out at this visit of a menu.
    ZeroOut = 8,
    /// Whether a second or later right option is missed too.
    MissedAgain = 9,
    /// Whether the digits are valid.
    Collect = 10,
    /// The length of a self-service.
    SelfServiceTime = 11,
    /// Whether it succeeds.
    SelfServiceSuccess = 12,
    /// The time until a call is handed to another number.
    TransferTime = 13,
    /// The length of a step.
    Wait = 14,
    /// The after-call work.
    AfterCallWork = 15,
    /// What the caller speaks.
    Language = 16,
    /// How long a misrouted caller is talked to before the transfer.
    MisroutedTalk = 17,
    /// What a caller does who has found nothing in this play of a menu.
    NothingFits = 18,
    /// Which key they press who press any.
    AnyKey = 19,
    /// Whether an option is forgotten while the rest of the menu is read out.
    Forgets = 20,
    /// Whose contact it is.
    Customer = 21,
    /// Whether a customer's number is known.
    KnownNumber = 22,
    /// Whether the agent closes the conversation.
    ClosesConversation = 23,
    /// Whether a customer whose patience runs out leaves without saying so.
    LeavesSilently = 24,
    /// How long an agent takes to notice that.
    NoticeTime = 25,
    /// Whether a customer falls silent, and where on the way.
    FallsSilent = 26,
    /// How long an agent takes to accept an offer.
    AcceptTime = 27,
    /// Whether an offer is missed.
    MissesOffer = 28,
}

/// Who a caller is, as uniform draws of 32 bits from one block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// Why the caller calls.
    pub(super) intent: f64,
    /// Whether the number is known.
    pub(super) known: f64,
    /// How the caller listens.
    pub(super) listening: f64,
}

/// What a caller may get wrong in one play of a menu, as uniform draws of 32 bits from one block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Play {
    /// How many wrong options are heard before one is taken.
    pub(super) wrong_option: f64,
    /// Whether the first right option is missed.
    pub(super) missed_option: f64,
    /// Whether the finger slips.
    pub(super) key_slip: f64,
}

/// The key of a stream's draws, from the seed and the stream's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StreamKey([u32; 2]);

impl StreamKey {
    /// The key of the stream with this name under this seed: FNV-1a of the name, mixed with the seed by
    /// `SplitMix64`'s finaliser.
    pub(super) fn new(seed: u64, name: &str) -> Self {
        let name = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let key = finalise(finalise(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ name);
        Self([key as u32, (key >> 32) as u32])
    }
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood 2014): every input bit reaches every output bit.
fn finalise(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The draws of one caller.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draws {
    key: StreamKey,
    replication: u32,
    caller: u32,
    /// The talk time's draw from Exp(1), from the block that also holds the arrival: nearly everybody needs both.
    talk: f64,
}

impl Draws {
    /// The draws of the caller with this ordinal in this stream, on this day; and the draw from Exp(1) that lies
    /// between this arrival and the one before.
    #[inline]
    pub(super) fn arriving(key: StreamKey, replication: u32, caller: u32) -> (Self, f64) {
        let [arrival, talk] = uniforms(key, caller, replication, (Purpose::Arrival as u32) << 24, 0);
        (Self { key, replication, caller, talk: -libm::log(talk) }, -libm::log(arrival))
    }

    /// The day these draws are of.
    pub(super) fn replication(&self) -> u32 {
        self.replication
    }

    /// The draw from Exp(1) for the talk time.
    #[inline]
    pub(super) fn talk(&self) -> f64 {
        self.talk
    }

    /// A uniform draw in (0, 1) for this purpose, at this place (a level, a step's count) and attempt.
    #[inline]
    pub(super) fn uniform(&self, purpose: Purpose, place: u32, attempt: u32) -> f64 {
        let tag = (purpose as u32) << 24 | (place & 0x00ff_ffff);
        uniforms(self.key, self.caller, self.replication, tag, attempt)[0]
    }

    /// A draw from Exp(1) for this purpose, at this place and attempt.
    #[inline]
    pub(super) fn exponential(&self, purpose: Purpose, place: u32, attempt: u32) -> f64 {
        -libm::log(self.uniform(purpose, place, attempt))
    }

    /// Who the caller is.
    #[inline]
    pub(super) fn person(&self) -> Person {
        let [intent, known, listening, _] = self.four(Purpose::Person, 0, 0);
        Person { intent, known, listening }
    }

    /// What the caller may get wrong in this play of a menu at this level.
    #[inline]
    pub(super) fn play(&self, level: u32, attempt: u32) -> Play {
        let [wrong_option, missed_option, key_slip, _] = self.four(Purpose::Play, level, attempt);
        Play { wrong_option, missed_option, key_slip }
    }

    /// Four uniform draws of 32 bits: enough for a choice, and a quarter of the cost.
    #[inline]
    fn four(&self, purpose: Purpose, place: u32, attempt: u32) -> [f64; 4] {
        let tag = (purpose as u32) << 24 | (place & 0x00ff_ffff);
        let block = philox(self.key.0, [self.caller, self.replication, tag, attempt]);
        block.map(|bits| (f64::from(bits) + 0.5) * (1.0 / (1_u64 << 32) as f64))
    }

    /// Whether something with this probability happens; certain things draw nothing.
    #[inline]
    pub(super) fn happens(&self, probability: f64, purpose: Purpose, place: u32, attempt: u32) -> bool {
        probability >= 1.0 || (probability > 0.0 && self.uniform(purpose, place, attempt) < probability)
    }
}

/// The two uniform draws of one block.
#[inline]
fn uniforms(key: StreamKey, caller: u32, replication: u32, tag: u32, attempt: u32) -> [f64; 2] {
    let block = philox(key.0, [caller, replication, tag, attempt]);
    [unit(u64::from(block[0]) | u64::from(block[1]) << 32), unit(u64::from(block[2]) | u64::from(block[3]) << 32)]
}

/// The middle of the 2^-52 wide cell of (0, 1) that these bits name: never 0, never 1.
#[inline]
fn unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

/// A uniform draw in (0, 1) of this customer on this day: whether their number is known.
pub(super) fn known(key: StreamKey, replication: u32, customer: u32) -> f64 {
    uniforms(key, customer, replication, (Purpose::KnownNumber as u32) << 24, 0)[0]
}

/// A stream's busyness on one day: a gamma factor of mean 1 with this coefficient of variation (the gamma-Poisson
/// busyness model of Avramidis et al.); 1 where the coefficient is 0.
pub(super) fn busyness(key: StreamKey, replication: u32, cv: f64) -> f64 {
    if cv <= 0.0 {
        return 1.0;
    }
    let shape = 1.0 / (cv * cv);
    let tag = (Purpose::Busyness as u32) << 24;
    let mut sequence = PhiloxSequence::new(key.0, [u32::MAX, replication, tag, 0]);
    Gamma::new(shape, 1.0 / shape).map_or(1.0, |gamma| gamma.sample(&mut sequence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_key_matters() {
        let base = Draws::arriving(StreamKey::new(7, "voice"), 3, 11).0;
        let u = base.uniform(Purpose::Patience, 2, 1);
        let others = [
            Draws::arriving(StreamKey::new(8, "voice"), 3, 11).0.uniform(Purpose::Patience, 2, 1),
            Draws::arriving(StreamKey::new(7, "voicf"), 3, 11).0.uniform(Purpose::Patience, 2, 1),
            Draws::arriving(StreamKey::new(7, "voice"), 4, 11).0.uniform(Purpose::Patience, 2, 1),
            Draws::arriving(StreamKey::new(7, "voice"), 3, 12).0.uniform(Purpose::Patience, 2, 1),
            base.uniform(Purpose::QueuePatience, 2, 1),
            base.uniform(Purpose::Patience, 3, 1),
            base.uniform(Purpose::Patience, 2, 2),
        ];
        assert!(others.iter().all(|&other| other != u));
        assert_eq!(base.uniform(Purpose::Patience, 2, 1), u);
    }

    #[test]
    fn uniforms_stay_inside_the_open_unit_interval_and_fill_it_evenly() {
        assert!(unit(0) > 0.0 && unit(u64::MAX) < 1.0);
        let n: u32 = 100_000;
        let mut cells = [0_u32; 20];
        for caller in 0..n {
            let u = Draws::arriving(StreamKey::new(1, "voice"), 0, caller).0.uniform(Purpose::Wait, 0, 0);
            cells[(u * 20.0) as usize] += 1;
        }
        let expected = f64::from(n) / 20.0;
        let chi2: f64 = cells.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        assert!(chi2 < 43.8, "chi² = {chi2} with 19 degrees of freedom (0.1 %)");
    }

    #[test]
    fn busyness_has_mean_one_and_the_variation_asked_for() {
        let key = StreamKey::new(1, "voice");
        let n: u32 = 40_000;
        let days: Vec<f64> = (0..n).map(|day| busyness(key, day, 0.18)).collect();
        let mean = days.iter().sum::<f64>() / f64::from(n);
        let cv = (days.iter().map(|b| (b - mean) * (b - mean)).sum::<f64>() / f64::from(n)).sqrt() / mean;
        assert!((mean - 1.0).abs() < 4.0 * 0.18 / f64::from(n).sqrt(), "mean {mean}");
        assert!((cv - 0.18).abs() < 0.004, "cv {cv}");
        assert_eq!(busyness(key, 5, 0.0), 1.0);
    }
}

//! Philox 4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw ("Parallel random numbers: as easy as
//! 1, 2, 3", SC 2011), behind `rand`'s traits.
//!
//! A counter-based generator is a function: the same (key, counter) gives the same 128 bits wherever and whenever they
//! are asked for. That is what lets two scenarios see the same callers.

use std::convert::Infallible;

use rand::rand_core::TryRng;

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// The 128 random bits that belong to this counter under this key.
#[inline]
pub fn philox(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let (mut key, mut x) = (key, counter);
    for _ in 0..10 {
        let a = u64::from(MULTIPLIERS[0]) * u64::from(x[0]);
        let b = u64::from(MULTIPLIERS[1]) * u64::from(x[2]);
        x = [(b >> 32) as u32 ^ x[1] ^ key[0], b as u32, (a >> 32) as u32 ^ x[3] ^ key[1], a as u32];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    x
}

/// A sequence of blocks under one key, for samplers that need an unknown number of draws. The last counter word counts
/// the blocks, so one sequence has 2^34 words.
#[derive(Debug, Clone)]
pub struct PhiloxSequence {
    key: [u32; 2],
    counter: [u32; 4],
    block: [u32; 4],
    used: usize,
}

impl PhiloxSequence {
    /// The sequence that starts at this counter, whose last word must be 0.
    pub fn new(key: [u32; 2], counter: [u32; 4]) -> Self {
        Self { key, counter, block: [0; 4], used: 4 }
    }

    fn word(&mut self) -> u32 {
        if self.used == 4 {
            self.block = philox(self.key, self.counter);
            self.counter[3] = self.counter[3].wrapping_add(1);
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }
}

impl TryRng for PhiloxSequence {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from(self.word()) | u64::from(self.word()) << 32)
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        for chunk in destination.chunks_mut(4) {
            chunk.copy_from_slice(&self.word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that Random123 ships for philox4x32-10.
    #[test]
    fn known_answers() {
        let answers = [
            ([0; 2], [0; 4], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([u32::MAX; 2], [u32::MAX; 4], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (
                [0xa409_3822, 0x299f_31d0],
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (key, counter, expected) in answers {
            assert_eq!(philox(key, counter), expected);
        }
    }

    #[test]
    fn a_sequence_walks_through_its_blocks() {
        let mut sequence = PhiloxSequence::new([1, 2], [3, 4, 5, 0]);
        let words: Vec<u32> = (0..8).map(|_| sequence.word()).collect();
        assert_eq!(words[..4], philox([1, 2], [3, 4, 5, 0]));
        assert_eq!(words[4..], philox([1, 2], [3, 4, 5, 1]));
    }
}

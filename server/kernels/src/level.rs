//! Levels of vector instructions, chosen at run time.

use pulp::{Scalar256b, Simd, WithSimd};

/// A set of vector instructions that this machine supports.
#[derive(Clone, Copy, Debug)]
pub struct Level(Set);

#[derive(Clone, Copy, Debug)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    #[cfg(target_arch = "x86_64")]
    Avx512(pulp::x86::V4),
    #[cfg(target_arch = "aarch64")]
    Neon(pulp::aarch64::Neon),
}

impl Level {
    /// Every level of this machine, the slowest first. The first is plain code.
    pub fn all() -> Vec<Self> {
        let mut levels = vec![Self::plain()];
        #[cfg(target_arch = "x86_64")]
        {
            levels.extend(pulp::x86::V3::try_new().map(|simd| Self(Set::Avx2(simd))));
            levels.extend(pulp::x86::V4::try_new().map(|simd| Self(Set::Avx512(simd))));
        }
        #[cfg(target_arch = "aarch64")]
        levels.extend(pulp::aarch64::Neon::try_new().map(|simd| Self(Set::Neon(simd))));
        levels
    }

    /// Plain code, which runs anywhere.
    pub fn plain() -> Self {
        Self(Set::Portable)
    }

    /// The fastest level of this machine, unless that is plain code.
    pub fn fastest() -> Option<Self> {
        Self::all().into_iter().skip(1).next_back()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2(_) => "AVX2",
            #[cfg(target_arch = "x86_64")]
            Set::Avx512(_) => "AVX-512",
            #[cfg(target_arch = "aarch64")]
            Set::Neon(_) => "NEON",
        }
    }

    /// Values in a vector.
    pub(crate) fn lanes(self) -> usize {
        self.run(Lanes)
    }

    /// Runs `op`, compiled for this level.
    pub(crate) fn run<Op: WithSimd>(self, op: Op) -> Op::Output {
        match self.0 {
            Set::Portable => Simd::vectorize(Scalar256b, op),
            #[cfg(target_arch = "x86_64")]
            Set::Avx2(simd) => Simd::vectorize(simd, op),
            #[cfg(target_arch = "x86_64")]
            Set::Avx512(simd) => Simd::vectorize(simd, op),
            #[cfg(target_arch = "aarch64")]
            Set::Neon(simd) => Simd::vectorize(simd, op),
        }
    }
}

/// [`Level::lanes`].
struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

/// The first vector of a slice, which must be long enough.
#[inline(always)]
pub(crate) fn load<S: Simd>(from: &[f32]) -> S::f32s {
    S::as_simd_f32s(from).0[0]
}

/// Prefetches memory `ahead` values after the start of a slice, within it or not.
#[inline(always)]
#[cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "the instruction has no other door"))]
pub(crate) fn fetch<T>(from: &[T], ahead: usize) {
    let address = from.as_ptr().wrapping_add(ahead);
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every processor of this architecture has the instruction, which has no effect that a program could
    // observe; invalid addresses are ignored.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// Writes a vector to the start of a slice, which must be long enough.
#[inline(always)]
pub(crate) fn store<S: Simd>(to: &mut [f32], vector: S::f32s) {
    S::as_mut_simd_f32s(to).0[0] = vector;
}

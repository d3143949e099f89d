//! Keeps what was fitted of a path, so that a run that was stopped goes on and ends with the same bits.
//!
//! The file is `TALLELE TRAIN 1`, a line end, the fingerprint of the run (64 hexadecimal digits), the number of solutions, and for
//! each λ, its coefficients and those of the covariates; then the SHA-256 of all before. Numbers are little-endian, `u32` and `f64`.

use super::output::write_whole;
use crate::printed::name_of;
use sha2::{Digest, Sha256};
use std::path::Path;
use tallele::error::{Error, ErrorKind, Result, Role, TrainingKind};
use tallele::training::Solution;

const MAGIC: &[u8; 16] = b"TALLELE TRAIN 1\n";
const HASH_BYTES: usize = 32;

/// Everything that the bits of a path depend on, hashed.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// Adds numbers.
    pub fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = u64>) {
        self.0.update((numbers.len() as u64).to_le_bytes());
        numbers.for_each(|number| self.0.update(number.to_le_bytes()));
    }

    /// The hash, in hexadecimal digits.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes the solutions in place of those of an earlier checkpoint, which stays whole until this is.
///
/// Errors: `training-checkpoint-unwritable`.
pub fn write(path: &Path, fingerprint: &str, solutions: &[Solution]) -> Result<()> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(fingerprint.as_bytes());
    let count = |count: usize| (count as u32).to_le_bytes();
    bytes.extend_from_slice(&count(solutions.len()));
    for solution in solutions {
        bytes.extend_from_slice(&solution.lambda.to_le_bytes());
        bytes.extend_from_slice(&count(solution.theta.len()));
        for (column, theta) in &solution.theta {
            bytes.extend_from_slice(&column.to_le_bytes());
            bytes.extend_from_slice(&theta.to_le_bytes());
        }
        bytes.extend_from_slice(&count(solution.gamma.len()));
        solution.gamma.iter().for_each(|gamma| bytes.extend_from_slice(&gamma.to_le_bytes()));
    }
    let hash = Sha256::digest(&bytes);
    bytes.extend_from_slice(&hash);
    write_whole(path, &bytes).map_err(|error| {
        let name = name_of(path);
        Error::from(TrainingKind::CheckpointUnwritable).with_source(error).in_input(Role::Options, &name)
    })
}

/// The solutions of a checkpoint of the same run; none where there is no checkpoint.
///
/// Errors: `training-checkpoint-corrupt`, `training-other-checkpoint`, `unreadable`.
pub fn read(path: &Path, fingerprint: &str) -> Result<Vec<Solution>> {
    let refuse = |kind: TrainingKind| Error::from(kind).in_input(Role::Options, &name_of(path));
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::new(ErrorKind::Unreadable).with_source(error)),
    };
    let body = bytes.len().checked_sub(HASH_BYTES).and_then(|end| bytes.split_at_checked(end));
    let Some((body, _)) = body.filter(|(body, hash)| Sha256::digest(body).as_slice() == *hash) else {
        return Err(refuse(TrainingKind::CheckpointCorrupt));
    };
    let Some(body) = body.strip_prefix(MAGIC) else { return Err(refuse(TrainingKind::OtherCheckpoint)) };
    let Some(body) = body.strip_prefix(fingerprint.as_bytes()) else {
        return Err(refuse(TrainingKind::OtherCheckpoint));
    };
    solutions_of(body).ok_or_else(|| refuse(TrainingKind::CheckpointCorrupt))
}

fn solutions_of(mut bytes: &[u8]) -> Option<Vec<Solution>> {
    let count = take_u32(&mut bytes)?;
    let mut solutions = Vec::new();
    for _ in 0..count {
        let lambda = take_f64(&mut bytes)?;
        let columns = take_u32(&mut bytes)?;
        let theta =
            (0..columns).map(|_| Some((take_u32(&mut bytes)?, take_f64(&mut bytes)?))).collect::<Option<_>>()?;
        let width = take_u32(&mut bytes)?;
        let gamma = (0..width).map(|_| take_f64(&mut bytes)).collect::<Option<_>>()?;
        solutions.push(Solution { lambda, theta, gamma });
    }
    bytes.is_empty().then_some(solutions)
}

fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*head))
}

fn take_f64(bytes: &mut &[u8]) -> Option<f64> {
    let (head, rest) = bytes.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(f64::from_le_bytes(*head))
}

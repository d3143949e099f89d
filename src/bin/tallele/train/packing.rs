//! Makes the score's pack, calibrated among labelled people whom it was not fitted to.

use super::genotypes::Opened;
use super::options::TrainArgs;
use super::output::write_result;
use crate::file_source::open_file;
use crate::pack_calibration::PanelOptions;
use crate::pack_sums::SumsOptions;
use std::collections::BTreeSet;
use std::path::Path;
use tallele::bytes::SharedSource;
use tallele::bytes::digest::sha256_hex;
use tallele::calibration::tables::read_labels;
use tallele::error::{CalibrationKind, ErrorKind, Result, Role};
use tallele::finding::{Finding, Severity};
use tallele::formats::pack::{MadeOf, write_pack};
use tallele::reference::{PublishedValidation, ScoreCalibration};
use tallele::session::score_calibration::GROUP_MIN;
use tallele::session::score_task::read_again;
use tallele::weights::ScoreTable;

/// The list of people by whom a pack is calibrated.
pub const REFERENCE: &str = "reference.txt";

/// Writes the score as a pack, with what its test showed. With `--labels` it is calibrated as by `tallele pack --panel`, among the labelled people that
/// `fitted` does not have: the sums of those whom a score was fitted to lie too far apart. Where too few are left, a finding says
/// why the pack has no calibration.
///
/// Errors: those of the score, the labels and the genotypes; `unwritable`.
pub fn pack(
    args: &TrainArgs,
    opened: &Opened,
    fitted: &[usize],
    validation: Option<PublishedValidation>,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let score = args.out.join("score.txt");
    let source = open_file(&score, Role::Scores)?;
    let mut file =
        read_again(&source)?.into_iter().next().ok_or(ErrorKind::Internal { what: "one score was written" })?;
    if let Some(labels) = &args.labels {
        match panel(args, opened, fitted, labels).and_then(|panel| calibrate(&panel, &source, &file.table)) {
            Ok((calibration, told)) => {
                file.calibration = calibration;
                findings.extend(told);
            }
            Err(error) if error.code().starts_with("calibration-") => findings.push(Finding::new(
                "training-pack-not-calibrated",
                Severity::Fix,
                1,
                format!("The pack has no calibration: {error}"),
            )),
            Err(error) => return Err(error),
        }
    }
    if validation.as_ref().is_some_and(|of| of.fault().is_some()) {
        return Err(ErrorKind::Internal { what: "what a test fold showed can be written" }.into());
    }
    file.validation = validation;
    let made_of = MadeOf {
        name: source.name().to_owned(),
        bytes: source.len(),
        sha256: sha256_hex(source.clone())?,
        format: file.format.to_owned(),
    };
    let mut bytes = Vec::new();
    write_pack(&mut bytes, &file, made_of)?;
    write_result(&args.out.join("score.tpack"), &bytes)
}

fn calibrate(
    panel: &PanelOptions,
    source: &SharedSource,
    table: &ScoreTable,
) -> Result<(Option<ScoreCalibration>, Vec<Finding>)> {
    let Some(mut panel) = panel.open()? else { return Ok((None, Vec::new())) };
    panel.add(source.clone())?;
    let (calibration, findings) = panel.measure(table)?;
    Ok((Some(calibration), findings))
}

/// The people who calibrate, listed in the folder of the results so that `tallele pack` can do it again.
///
/// Errors: `calibration-few-reference` where nobody is left; those of the labels; `unwritable`.
fn panel(args: &TrainArgs, opened: &Opened, fitted: &[usize], labels: &Path) -> Result<PanelOptions> {
    let source = open_file(labels, Role::Options)?;
    let labelled = read_labels(&source).map_err(|error| error.in_input(Role::Options, source.name()))?;
    let fitted: BTreeSet<usize> = fitted.iter().copied().collect();
    let is_kept = |(at, id): &(usize, &str)| !fitted.contains(at) && labelled.contains_key(*id);
    let ids = opened.samples.iter().map(|sample| sample.id.as_str()).enumerate().filter(is_kept);
    let list: String = ids.map(|(_, id)| format!("{id}\n")).collect();
    if list.is_empty() {
        return Err(CalibrationKind::FewReference { found: 0, needed: GROUP_MIN }.into());
    }
    let samples = args.out.join(REFERENCE);
    write_result(&samples, list.as_bytes())?;
    Ok(PanelOptions {
        panel: args.genotypes.clone(),
        labels: Some(labels.to_path_buf()),
        reference: None,
        build: opened.build.map(|build| build.name().to_owned()),
        samples: Some(samples),
        origin: format!("People of {} whom the score was not fitted to", names(args)),
        licence: args.licence.clone(),
        sums: SumsOptions::default(),
    })
}

fn names(args: &TrainArgs) -> String {
    args.genotypes.iter().map(|path| crate::printed::name_of(path)).collect::<Vec<_>>().join(", ")
}

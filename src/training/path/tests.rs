//! Fits small made-up problems and holds every solution to the conditions of a minimum, worked out with dense columns.

use super::*;
use crate::stats::Random;

/// Genotypes with neighbours in linkage disequilibrium, some missing, and a phenotype that a few of them make.
pub(in crate::training) fn made(samples: usize, count: usize, family: Family, seed: u64) -> Problem<PackedColumns> {
    let mut random = Random::new(seed);
    let mut columns = PackedColumns::new(samples);
    let mut codes: Vec<u8> = vec![0; samples];
    let mut effect = vec![0.0; samples];
    for column in 0..count {
        let frequency = 0.05 + 0.9 * random.uniform();
        for code in &mut codes {
            if column % 8 == 0 || random.chance(0.3) {
                *code = u8::from(random.chance(frequency)) + u8::from(random.chance(frequency));
            }
        }
        if column % 17 == 3 {
            effect.iter_mut().zip(&codes).for_each(|(effect, code)| *effect += 0.4 * f64::from(*code));
        }
        let missing = if column % 5 == 0 { 0.04 } else { 0.0 };
        columns
            .push_codes(&codes.iter().map(|code| if random.chance(missing) { 3 } else { *code }).collect::<Vec<_>>());
    }
    columns.push_codes(&vec![3; samples]);
    columns.push_codes(&vec![2; samples]);
    let age: Vec<f64> = (0..samples).map(|_| 40.0 + 10.0 * random.normal()).collect();
    let middle = effect.iter().sum::<f64>() / samples as f64;
    let mut response = Vec::new();
    for (effect, age) in effect.iter().zip(&age) {
        let liability = effect - middle + 0.05 * (age - 40.0) + random.normal();
        response.push(if family == Family::Gaussian {
            170.0 + liability
        } else {
            f64::from(u8::from(liability > 0.3))
        });
    }
    let train = SampleMask::new(samples, (0..samples).filter(|sample| sample % 7 != 2));
    let covariates = vec![("age".to_owned(), age)];
    Problem { columns, response, covariates, train, family, alpha: 1.0, standardize: false }
}

fn fitted(problem: Problem<PackedColumns>, lambdas: Lambdas) -> PathFit<PackedColumns> {
    let mut fit = PathFit::new(problem, lambdas).expect("sound");
    while fit.step().expect("settles") {}
    fit
}

/// Bits of everything that a path says.
fn bits(fit: &PathFit<PackedColumns>) -> Vec<u64> {
    let of = |solution: &Solution| -> Vec<u64> {
        let theta = solution.theta.iter().flat_map(|(column, theta)| [u64::from(*column), theta.to_bits()]);
        theta.chain(solution.gamma.iter().map(|gamma| gamma.to_bits())).chain([solution.lambda.to_bits()]).collect()
    };
    fit.solutions().iter().flat_map(of).collect()
}

#[test]
fn no_condition_is_violated_anywhere_on_the_path() {
    for (family, alpha, standardize) in [
        (Family::Gaussian, 1.0, false),
        (Family::Gaussian, 1.0, true),
        (Family::Gaussian, 0.3, false),
        (Family::Binomial, 1.0, false),
        (Family::Binomial, 0.5, true),
    ] {
        let mut problem = made(150, 400, family, 4);
        (problem.alpha, problem.standardize) = (alpha, standardize);
        let (response, train) = (problem.response.clone(), problem.train.clone());
        let age = problem.covariates[0].1.clone();
        let fit = fitted(problem, Lambdas::Count(30));
        assert_eq!(fit.solutions().len(), 30);
        assert!(fit.solutions()[0].theta.is_empty(), "at λ_max all are 0");
        let used: Vec<usize> = fit.solutions().iter().map(|solution| solution.theta.len()).collect();
        assert!(used[1] <= 10 && used[29] > 20, "{family:?} {used:?}");
        for solution in fit.solutions() {
            let penalty = Penalty::new(solution.lambda, alpha);
            let coefficients = fit.coefficients(solution);
            let n = train.count() as f64;
            // From the data as given, with what is written to people.
            let codes =
                |column: usize, sample: usize| fit.columns.column(column)[sample / 32] >> (2 * (sample % 32)) & 3;
            let copies = |column: usize, sample: usize| match codes(column, sample) {
                3 => fit.moments()[column].mean(),
                copies => copies as f64,
            };
            let eta = |sample: usize| {
                let terms = coefficients.columns.iter().map(|(column, b)| b * copies(*column as usize, sample));
                coefficients.intercept + coefficients.covariates[0] * age[sample] + terms.sum::<f64>()
            };
            let residuals: Vec<(usize, f64)> =
                train.samples().map(|sample| (sample, (response[sample] - family.mean(eta(sample))) / n)).collect();
            let of = |value: &dyn Fn(usize) -> f64| residuals.iter().map(|(at, r)| r * value(*at)).sum::<f64>();
            assert!(of(&|_| 1.0).abs() < 1e-9 && of(&|sample| age[sample] - 40.0).abs() < 1e-8, "covariates");
            for column in 0..402 {
                let moments = fit.moments()[column];
                let scale = if standardize { moments.deviation() } else { 1.0 };
                if moments.deviation() == 0.0 {
                    assert!(!solution.theta.iter().any(|(at, _)| *at as usize == column));
                    continue;
                }
                let gradient = of(&|sample| copies(column, sample) - moments.mean()) / scale;
                let b = coefficients.columns.iter().find(|(at, _)| *at as usize == column).map_or(0.0, |(_, b)| *b);
                let violation = penalty.violation(b * scale, gradient);
                assert!(violation < 1e-8 * solution.lambda + 1e-11, "{family:?} {alpha} {column}: {violation}");
            }
        }
    }
}

#[test]
fn a_path_that_is_resumed_has_the_same_bits() {
    for family in [Family::Gaussian, Family::Binomial] {
        let whole = fitted(made(120, 300, family, 2), Lambdas::Count(25));
        for steps in [0, 1, 3] {
            let mut first = PathFit::new(made(120, 300, family, 2), Lambdas::Count(25)).expect("sound");
            for _ in 0..steps {
                first.step().expect("settles");
            }
            let mut second = PathFit::new(made(120, 300, family, 2), Lambdas::Count(25)).expect("sound");
            second.resume(first.solutions().to_vec());
            while second.step().expect("settles") {}
            assert!(bits(&second) == bits(&whole), "{family:?} after {steps}");
        }
    }
}

/// With an orthonormal design each coefficient is thresholded by itself.
#[test]
fn an_orthonormal_design_is_thresholded() {
    // Columns of a Hadamard matrix, as 0 and 2 copies.
    let hadamard = |row: usize, column: usize| if (row & column).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
    let mut columns = PackedColumns::new(16);
    for column in 1..8 {
        columns.push_codes(&(0..16).map(|row| if hadamard(row, column) > 0.0 { 2 } else { 0 }).collect::<Vec<_>>());
    }
    let truth = [0.9, -0.5, 0.05, 0.0, 0.3, 0.0, 0.0];
    let noise = |row: usize| 0.2 * hadamard(row, 15);
    let response =
        (0..16).map(|row| 3.0 + noise(row) + (0..7).map(|at| truth[at] * hadamard(row, at + 1)).sum::<f64>());
    let problem = Problem {
        columns,
        response: response.collect(),
        covariates: Vec::new(),
        train: SampleMask::new(16, 0..16),
        family: Family::Gaussian,
        alpha: 1.0,
        standardize: true,
    };
    let fit = fitted(problem, Lambdas::Given(vec![0.9, 0.4, 0.1]));
    assert!((fit.lambda_max() - 0.9).abs() < 1e-15);
    for solution in fit.solutions() {
        for (at, truth) in truth.iter().enumerate().take(7) {
            let found =
                solution.theta.iter().find(|(column, _)| *column as usize == at).map_or(0.0, |(_, theta)| *theta);
            let expected = super::super::penalty::soft_threshold(*truth, solution.lambda);
            assert!((found - expected).abs() < 1e-14, "{at}: {found} {expected}");
        }
    }
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let change = |change: &dyn Fn(&mut Problem<PackedColumns>)| {
        let mut problem = made(40, 20, Family::Gaussian, 1);
        change(&mut problem);
        PathFit::new(problem, Lambdas::Count(5)).err().map_or("", |error| error.code())
    };
    assert_eq!(change(&|_| ()), "");
    assert_eq!(change(&|problem| problem.response = vec![2.0; 40]), "training-phenotype-constant");
    assert_eq!(change(&|problem| problem.response[0] = f64::NAN), "training-not-a-number");
    assert_eq!(change(&|problem| problem.response[2] = f64::NAN), "", "not trained on");
    assert_eq!(change(&|problem| problem.train = SampleMask::new(40, [])), "training-fold-empty");
    assert_eq!(change(&|problem| problem.family = Family::Binomial), "training-phenotype-not-binary");
    assert_eq!(change(&|problem| problem.columns = PackedColumns::new(40)), "training-no-variants");
    let mut problem = made(40, 20, Family::Gaussian, 1);
    problem.alpha = 1.0;
    for lambdas in [vec![0.1, 0.2], vec![f64::NAN], vec![0.0], vec![0.1, 0.1]] {
        let made = PathFit::new(made(40, 20, Family::Gaussian, 1), Lambdas::Given(lambdas));
        assert_eq!(made.err().map(|error| error.code()), Some("training-bad-lambda"));
    }
}

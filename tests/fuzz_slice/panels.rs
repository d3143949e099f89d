//! Seeds for the body that reads a reference pack: a made-up one of a few sites and people.

use tallele::formats::panel::write_panel;
use tallele::genome::{Chromosome, RsId, Site};
use tallele::reference::{About, Panel, PanelSite, Population};

pub fn seeds() -> Vec<Vec<u8>> {
    vec![pack(3, 2), pack(400, 9)]
}

fn pack(sites: u32, people: usize) -> Vec<u8> {
    let site = |number: u32| {
        let chromosome = Chromosome::autosome(1 + (number * 22 / sites) as u8).unwrap();
        let (site37, site38) = (Site::new(chromosome, 1000 + 977 * number), Site::new(chromosome, 900 + 981 * number));
        PanelSite { site37, site38, id: RsId::from_number(number * 7919), reference: b'A', alternate: b'G' }
    };
    let count = sites as usize;
    let wave = |length: usize| (0..length).map(|at| (at as f64 * 0.7).sin()).collect::<Vec<f64>>();
    let share = |value: f64| 0.5 + 0.4 * value;
    let panel = Panel {
        about: About { name: "made up".to_owned(), ..About::default() },
        sites: (0..sites).map(site).collect(),
        frequencies: wave(count).into_iter().map(share).collect(),
        groups: vec!["X".to_owned(), "Y".to_owned()],
        group_frequencies: wave(2 * count).into_iter().map(share).collect(),
        populations: vec![Population { code: "P".to_owned(), group: 0 }, Population { code: "Q".to_owned(), group: 1 }],
        components: 2,
        loadings: wave(2 * count),
        singular_values: vec![20.0, 5.0],
        people: (0..people).map(|person| person % 2).collect(),
        coordinates: wave(2 * people),
    };
    write_panel(&panel).unwrap()
}

// Texts: the reference populations, by the names that the 1000 Genomes Project gave them. They name sets of people who were
// sampled, and are translated as names.

const populations: Readonly<Record<string, string>> = {
  ACB: 'African Caribbean in Barbados',
  ASW: 'African ancestry in the Southwest of the USA',
  BEB: 'Bengali in Bangladesh',
  CDX: 'Chinese Dai in Xishuangbanna, China',
  CEU: 'Utah residents of Northern and Western European ancestry',
  CHB: 'Han Chinese in Beijing, China',
  CHS: 'Southern Han Chinese, China',
  CLM: 'Colombian in Medellín, Colombia',
  ESN: 'Esan in Nigeria',
  FIN: 'Finnish in Finland',
  GBR: 'British in England and Scotland',
  GIH: 'Gujarati Indian in Houston, USA',
  GWD: 'Gambian in Western Division, The Gambia',
  IBS: 'Iberian populations in Spain',
  ITU: 'Indian Telugu in the UK',
  JPT: 'Japanese in Tokyo, Japan',
  KHV: 'Kinh in Ho Chi Minh City, Vietnam',
  LWK: 'Luhya in Webuye, Kenya',
  MSL: 'Mende in Sierra Leone',
  MXL: 'Mexican ancestry in Los Angeles, USA',
  PEL: 'Peruvian in Lima, Peru',
  PJL: 'Punjabi in Lahore, Pakistan',
  PUR: 'Puerto Rican in Puerto Rico',
  STU: 'Sri Lankan Tamil in the UK',
  TSI: 'Toscani in Italy',
  YRI: 'Yoruba in Ibadan, Nigeria',
};

/** "Finnish in Finland (FIN)". */
export function populationTitle(code: string): string {
  const name = populations[code];
  return name === undefined ? code : `${name} (${code})`;
}

//! Seeds of VCF: single samples and several, gVCF of three callers, dosages and odd calls.

const HEADER: &str =
    "##fileformat=VCFv4.2\n##contig=<ID=chr20,length=63025520>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";

/// A small file of each kind.
pub fn vcf_seeds() -> Vec<Vec<u8>> {
    let texts = [
        format!(
            "{HEADER}\tFORMAT\tS1\nchr20\t60001\trs1\tA\tG\t50\tPASS\tAC=1\tGT:AD:DP:GQ\t0/1:9,9:18:99\n\
             chr20\t60002\t.\tAC\tA,*\t50\tLowQual\t.\tGT:AD:DP:GQ\t1/2:9,9:18:3\nchrUn_1\t1\t.\tA\tC\t.\t.\t.\tGT\t0/1\n\
             chrX\t90000\trs3;rs4\tT\tC\t.\t.\t.\tGT:DP\t1:.\nchrM\t20\t.\tG\tA\t.\t.\t.\tGT\t./.\n"
        ),
        format!(
            "{HEADER}\tFORMAT\tS1\nchr20\t100\t.\tA\t<NON_REF>\t.\t.\tEND=200\tGT:DP:GQ:MIN_DP:PL\t0/0:30:20:20:0,1,2\n\
             chr20\t201\t.\tA\tC,<NON_REF>\t.\t.\t.\tGT:DP:GQ\t0/1:30:99\nchr20\t202\t.\tC\t<*>\t0\t.\tEND=210\tGT:GQ:MIN_DP\t./.:0:0\n\
             chr20\t211\t.\tC\t.\t0\tLowGQX\tEND=220;BLOCKAVG_min30p3a\tGT:GQX:DP:DPF\t0/0:5:2:0\n\
             chr20\t221\t.\tC\t<*>\t.\t.\t.\tGT:LEN\t0/0:9\nchr20\t300\t.\tC\t.\t.\t.\t.\tGT:RGQ\t0/0:30\n"
        ),
        format!(
            "{HEADER}\tFORMAT\t007\tAnna B\tAnna B\n20\t100\t.\tA\tC,G\t.\tPASS\tR2=0.9\tGT:DS:GP\t0|1:0.9,0.1:0.1,0.7,0,0.2,0,0\t1:.,.:0,1,0\t./1\n\
             20\t101\t.\tA\tC\t.\tPASS\t.\tGT:HDS:GP\t0|1:0.1,0.8:0.2,0.7,0.1\t0/1/1:.:0,0,1,0\t.\n\
             20\t102\t.\tA\tC\t.\tPASS\t.\tDS\t0.5\t2.5\t.\n20\t103\t.\tA\t<DEL>\t.\t.\tEND=900\tGT\t0/1\t1/1\t.|.\r\n\n"
        ),
        format!("{HEADER}\n1\t100\trs1\tA\tC\t.\t.\t.\n1\t0\t.\tA\tC\t.\t.\t."),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

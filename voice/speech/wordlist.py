"""How written short forms are said: letters, acronyms, abbreviations, titles, units, domains."""

from __future__ import annotations

from typing import Final

_NAMES: Final = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet"
LETTERS: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", _NAMES.split(), strict=True))


def spelled(letters: str) -> str:
    """``NUPTK`` -> en u pe te ka."""
    return " ".join(LETTERS[letter] for letter in letters.lower() if letter in LETTERS)


_BY_LETTER: Final = """
ac adk ajb akm anbk apbd apbn asn atm atp bba bbpmp bkd bkn bkpsdm bni bnn bop bosp bp bpi bpjs
bpk bpkb bpmp bpn bpp bps bpsdm bri bsi bsre cpns csv diy dki dpa dprd dprri gb gtk ham hki hp hut
ict id ikm ip ipa ipk ips jpeg jpg kb kbli kbm kk kkg kkks kkm kku kpk kppn ktp ktsp kua lkp lkpd
lkpj lpj lpmp lpp ma mbg mgmp mi mk mkks mpls nisn nkri npsn npwp nrg ntb ntt nuptk ojk opd ops
osn pai pbb pbg pbj pbm pc pd pdf pdm pgri pgsd phk pjj pjok pkb pkbm pkg pkk pkn plpg plt pmk pmm
png pns podp pp ppdb ppg ppid ppk ppkn ppl ppp pppk ppt pptk ptk ptkp ptm ptn pts ptt ra rab rapbs
ri rka rkas rkb rkp rkt rpp rt rw sbp sd sdit sdlb sdm se sk skb skbm skck skhun skk skm skp sktp
slb slta sma smalb smk smp smpit smplb sms snbp snbt snp snpmb sop sp spj spk spm spmb spme spmi
sppd spt sptjm spv ssh stl stnk stp stpd tb thr tik tk tka tkd tmt tpg tpk tpp ttd tv tvri uii ukg
ukk ukm ukmppg ulm ult umkm un unbk upt uptd url us usb usbn usp ut utbk utd vcd vpn wa wag wfh
wfo wna wni xls xlsx
"""
BY_LETTER: Final = frozenset(_BY_LETTER.split())
"""Said letter by letter, in whatever case they are written (two letters: in capitals only)."""

READINGS: Final = {
    "ai": "e ai",
    "bumn": "be u em en",
    "cd": "se de",
    "cv": "se fe",
    "faq": "ef a ki",
    "gtt": "ge te te",
    "gps": "ji pi es",
    "ikip": "ikip",
    "it": "ai ti",
    "led": "led",
    "lldikti": "el el dikti",
    "mts": "em te es",
    "mtsn": "em te es negeri",
    "mtss": "em te es swasta",
    "p3k": "pe tiga ka",
    "p5": "pe lima",
    "pppk": "pe tiga ka",
    "qr": "ki er",
    "qris": "kris",
    "sbmptn": "es be em pe te en",
    "sdn": "es de negeri",
    "sds": "es de swasta",
    "sdm": "es de em",
    "siplah": "siplah",
    "simpkb": "sim pe ka be",
    "simdik": "simdik",
    "sman": "es em a negeri",
    "smas": "es em a swasta",
    "smkn": "es em ka negeri",
    "smks": "es em ka swasta",
    "smpn": "es em pe negeri",
    "smps": "es em pe swasta",
    "slbn": "es el be negeri",
    "tkn": "te ka negeri",
    "uks": "u ka es",
    "usd": "dolar amerika",
    "uu": "undang undang",
    "wib": "waktu indonesia barat",
    "wit": "waktu indonesia timur",
    "wita": "waktu indonesia tengah",
}
"""Acronyms with a reading of their own, in whatever case (two letters: in capitals only)."""

_SAID_AS_WORDS: Final = """
ada adem agm alkes anda apa arkas asean atas atau bagi bahwa balai ban bani bapak bapanas bappeda
bappenas baznas bin bos bulog cek covid dak dan dana dapodik dari daring data dau dekan di dik
dikdas dikmas dikmen dikti dinas dipa dirjen disdik ditjen emis epa eppi esda fkip foto guru hari
ibu ini isi itu jam jika kami kantor ke kemdikbud kemenag kemendagri kemenkeu kemenpan kip kita
kota kur lagi lain lapor luring mak maka man mari markas masa min mohon mou nadiem nama napza nem
nik nip niph no nomor oleh opsi osis pada padamu pak pasti paud paudni pin pip polri pos posyandu
program pusat pusdatin puskesmas rapor riil saat saja sakip sama satu sekolah selamat sertifikat
siaga siap sim simas simpeg sinta sispena siswa sudah surat tag tahun tapera taspen tentang tidak
toefl uin umum unesco unicef unimed untuk usai usia verval wajib wakil ya yang zona
"""
SAID_AS_WORDS: Final = frozenset(_SAID_AS_WORDS.split())
"""Capitals that are words all the same; unknown ones of four letters and more are tried."""

_KEPT_TOGETHER: Final = """
facebook iphone javascript linkedin playstore powerpoint siplah whatsapp youtube
"""
KEPT_TOGETHER: Final = frozenset(_KEPT_TOGETHER.split())
"""Words with a capital inside that are one word."""

ABBREVIATIONS: Final = {
    # written form: (words, whether it may end a sentence)
    "a.l.": ("antara lain", False),
    "a.n.": ("atas nama", False),
    "a/n": ("atas nama", False),
    "bln.": ("bulan", False),
    "c.q.": ("cek kiu", False),
    "d.a.": ("dengan alamat", False),
    "d/a": ("dengan alamat", False),
    "d.h.": ("dahulu", False),
    "dgn.": ("dengan", False),
    "dkk.": ("dan kawan kawan", True),
    "dll.": ("dan lain lain", True),
    "dsb.": ("dan sebagainya", True),
    "dst.": ("dan seterusnya", True),
    "ext.": ("ekstensi", False),
    "gg.": ("gang", False),
    "hal.": ("halaman", False),
    "hlm.": ("halaman", False),
    "ht.": ("haji tengku", False),
    "jl.": ("jalan", False),
    "jln.": ("jalan", False),
    "kab.": ("kabupaten", False),
    "kec.": ("kecamatan", False),
    "kel.": ("kelurahan", False),
    "kep.": ("keputusan", False),
    "ket.": ("keterangan", False),
    "kpd.": ("kepada", False),
    "lt.": ("lantai", False),
    "maks.": ("maksimal", False),
    "max.": ("maksimal", False),
    "min.": ("minimal", False),
    "mis.": ("misalnya", False),
    "p.s.": ("catatan", False),
    "peg.": ("pegawai", False),
    "pemprov.": ("pemprov", False),
    "pkl.": ("pukul", False),
    "prov.": ("provinsi", False),
    "rek.": ("rekening", False),
    "s.d.": ("sampai dengan", False),
    "s/d": ("sampai dengan", False),
    "sbb.": ("sebagai berikut", False),
    "sda.": ("sama dengan di atas", True),
    "sdh.": ("sudah", False),
    "spt.": ("seperti", False),
    "t.a.": ("tahun anggaran", False),
    "telp.": ("telepon", False),
    "tel.": ("telepon", False),
    "tgl.": ("tanggal", False),
    "th.": ("tahun", False),
    "thn.": ("tahun", False),
    "tk.": ("tingkat", False),
    "tlp.": ("telepon", False),
    "tsb.": ("tersebut", True),
    "ttd.": ("tertanda", True),
    "u.p.": ("untuk perhatian", False),
    "up.": ("untuk perhatian", False),
    "ybs.": ("yang bersangkutan", True),
    "yth.": ("yang terhormat", False),
}

BEFORE_DIGITS: Final = frozenset(
    ["bln.", "hal.", "hlm.", "lt.", "maks.", "max.", "min.", "th.", "thn."]
)
"""Abbreviations only when a number follows; else a word at the end of a sentence."""

PLAIN_SHORT: Final = {
    "bgmn": "bagaimana",
    "blm": "belum",
    "bln": "bulan",
    "dg": "dengan",
    "dgn": "dengan",
    "dkk": "dan kawan kawan",
    "dll": "dan lain lain",
    "dlm": "dalam",
    "dpt": "dapat",
    "dr": "dari",
    "dsb": "dan sebagainya",
    "dst": "dan seterusnya",
    "hlm": "halaman",
    "hrs": "harus",
    "jl": "jalan",
    "jln": "jalan",
    "jt": "juta",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kpd": "kepada",
    "krn": "karena",
    "org": "orang",
    "pd": "pada",
    "pkl": "pukul",
    "rb": "ribu",
    "sbb": "sebagai berikut",
    "sd": "sampai dengan",
    "sdh": "sudah",
    "spy": "supaya",
    "tdk": "tidak",
    "telp": "telepon",
    "tgl": "tanggal",
    "thn": "tahun",
    "tlp": "telepon",
    "tsb": "tersebut",
    "utk": "untuk",
    "yg": "yang",
    "yth": "yang terhormat",
}
"""Short forms written in lower case without a full stop."""

TITLES: Final = {
    "Bpk.": "bapak",
    "Br.": "boru",
    "Dr.": "doktor",
    "Dra.": "doktoranda",
    "Drg.": "dokter gigi",
    "Drs.": "doktorandus",
    "H.": "haji",
    "Hj.": "hajah",
    "Ir.": "insinyur",
    "KH.": "kiai haji",
    "Ny.": "nyonya",
    "Pdt.": "pendeta",
    "Prof.": "profesor",
    "Sdr.": "saudara",
    "Sdri.": "saudari",
    "Tgk.": "teungku",
    "Tn.": "tuan",
    "Ust.": "ustaz",
    "dr.": "dokter",
    "drg.": "dokter gigi",
}
"""Titles before a name; they never end a sentence."""

UNITS: Final = {
    "%": "persen",
    "‰": "permil",
    "°c": "derajat selsius",
    "cm": "sentimeter",
    "dm": "desimeter",
    "gb": "gigabyte",
    "gr": "gram",
    "ha": "hektar",
    "kb": "kilobyte",
    "kbps": "kilobit per detik",
    "kg": "kilogram",
    "km": "kilometer",
    "km2": "kilometer persegi",
    "kva": "kilovolt amper",
    "kwh": "kilowatt jam",
    "l": "liter",
    "m": "meter",
    "m2": "meter persegi",
    "m3": "meter kubik",
    "mb": "megabyte",
    "mbps": "megabit per detik",
    "mg": "miligram",
    "ml": "mililiter",
    "mm": "milimeter",
    "rb": "ribu",
    "jt": "juta",
    "tb": "terabyte",
    "x": "kali",
}
"""Said after a number."""

PER: Final = {"s": "detik", "dtk": "detik", "m2": "meter persegi", "kg": "kilogram"}
"""Said after a slash that means per."""

DOMAINS: Final = {
    "ac": "a ce",
    "co": "ko",
    "com": "kom",
    "go": "go",
    "id": "i de",
    "io": "i o",
    "net": "net",
    "or": "or",
    "org": "org",
    "sch": "es ce ha",
    "www": "we we we",
}

_ROMAN_AFTER: Final = """
abad angkatan bab bagian batch bidang direktorat edisi eselon fase gelombang golongan
ii jenjang jilid kategori kelas kelompok klaster kluster kuartal kurikulum lampiran langkah lantai
level modul negeri paket pasal periode pertemuan putaran ruang seksi semester seri sesi siklus
subbagian swasta tahap tahapan tingkat tipe triwulan tw unit volume wilayah zona
"""
ROMAN_AFTER: Final = frozenset(_ROMAN_AFTER.split())
"""Words after which a single I, V, X, L, C, D or M is a Roman number."""

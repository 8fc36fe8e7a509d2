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
ict id ikm ip ipa ipk ips jpg kb kbli kbm kk kkg kkks kkm kku kpk kppn ktp ktsp kua lkp lkpd lkpj
lpj lpmp lpp ma mbg mgmp mi mk mkks mpls nisn nkri npsn npwp nrg ntb ntt nuptk ojk opd ops osn pai
pbb pbg pbj pbm pc pd pdf pdm pgri pgsd phk pjj pjok pkb pkbm pkg pkk pkn plpg plt pmk pmm png pns
podp pp ppdb ppg ppid ppk ppkn ppl ppp pppk ppt pptk ptk ptkp ptm ptn pts ptt ra rab rapbs ri rka
rkas rkb rkp rkt rpp rt rw sbp sd sdit sdlb sdm se sk skb skbm skck skhun skk skm skp sktp slb
slta sma smalb smk smp smpit smplb sms snbp snbt snp snpmb sop sp spj spk spm spmb spme spmi sppd
spt sptjm spv ssh stl stnk stp stpd tb thr tik tk tka tkd tmt tpa tpg tpk tpp ttd tv tvri uii ukg
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
    "doc": "dok",
    "docx": "dok eks",
    "faq": "ef a ki",
    "gtt": "ge te te",
    "gps": "ji pi es",
    "ikip": "ikip",
    "it": "ai ti",
    "jpeg": "je peg",
    "led": "led",
    "lldikti": "el el dikti",
    "mts": "em te es",
    "myasn": "mai a es en",
    "mtsn": "em te es negeri",
    "mtss": "em te es swasta",
    "p3k": "pe tiga ka",
    "p5": "pe lima",
    "panrb": "pan er be",
    "pgpaud": "pe ge paud",
    "pppk": "pe tiga ka",
    "qr": "ki er",
    "qris": "kris",
    "sbmptn": "es be em pe te en",
    "sdn": "es de negeri",
    "siasn": "si a es en",
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
    "tw": "triwulan",
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
bappenas baznas bin bos box bulog cek covid dak dan dana dapodik dari daring data dau dekan di dik
dikdas dikmas dikmen dikti dinas dipa dirjen disdik ditjen download emis epa eppi error esda file
fkip form foto full guru hari ibu ini isi itu jam jika kami kantor ke kemdikbud kemenag kemendagri
kemenkeu kemenpan kip kita kota kur lagi lain lapor link login logout luring mak maka man mari
markas masa min mohon mou nadiem nama napza nem nik nip niph no nomor offline oleh online opsi
osis pada padamu pak pasti paud paudni pin pip polri pon pos posyandu program pusat pusdatin
puskesmas ram rapor riil saat saja sakip sama satu sekolah selamat sertifikat siaga siap sim simas
simpeg sinta sispena siswa sudah surat tag tahun tapera taspen tentang tidak toefl uin umum unesco
unicef unimed untuk update upload usai usia verval wajib wakil website ya yang zona zoom
"""
SAID_AS_WORDS: Final = frozenset(_SAID_AS_WORDS.split())
"""Capitals that are words all the same; unknown ones of four letters and more are tried."""

_KEPT_TOGETHER: Final = """
bumdes facebook iphone kemenpan menpan javascript linkedin playstore powerpoint siplah
whatsapp youtube
"""
KEPT_TOGETHER: Final = frozenset(_KEPT_TOGETHER.split())
"""Words with a capital inside that are one word."""

ABBREVIATIONS: Final = {
    # written form: (words, whether it may end a sentence)
    "a.l.": ("antara lain", False),
    "a.n": ("atas nama", False),
    "a.n.": ("atas nama", False),
    "a/n": ("atas nama", False),
    "bln.": ("bulan", False),
    "d/h": ("dahulu", False),
    "gol.": ("golongan", False),
    "kls.": ("kelas", False),
    "ps.": ("pasal", False),
    "pk.": ("pukul", False),
    "c.q.": ("cek kiu", False),
    "cq.": ("cek kiu", False),
    "d.a.": ("dengan alamat", False),
    "d/a": ("dengan alamat", False),
    "d.h.": ("dahulu", False),
    "dgn.": ("dengan", False),
    "dkk.": ("dan kawan kawan", True),
    "dll.": ("dan lain lain", True),
    "dsb.": ("dan sebagainya", True),
    "dst.": ("dan seterusnya", True),
    "ext.": ("ekstensi", False),
    "faks.": ("faks", False),
    "fax.": ("faks", False),
    "ged.": ("gedung", False),
    "gg.": ("gang", False),
    "hal.": ("halaman", False),
    "hlm.": ("halaman", False),
    "ht.": ("haji tengku", False),
    "jl.": ("jalan", False),
    "jln.": ("jalan", False),
    "kab.": ("kabupaten", False),
    "kec.": ("kecamatan", False),
    "kel.": ("kelurahan", False),
    "ket.": ("keterangan", False),
    "komp.": ("kompleks", False),
    "kpd.": ("kepada", False),
    "lamp.": ("lampiran", False),
    "lt.": ("lantai", False),
    "maks.": ("maksimal", False),
    "max.": ("maksimal", False),
    "min.": ("minimal", False),
    "mis.": ("misalnya", False),
    "p.s.": ("catatan", False),
    "peg.": ("pegawai", False),
    "perum.": ("perumahan", False),
    "pemprov.": ("pemprov", False),
    "pkl.": ("pukul", False),
    "prov.": ("provinsi", False),
    "rek.": ("rekening", False),
    "rt.": ("er te", False),
    "rw.": ("er we", False),
    "s.d": ("sampai dengan", False),
    "s.d.": ("sampai dengan", False),
    "s/d": ("sampai dengan", False),
    "sbb.": ("sebagai berikut", False),
    "sda.": ("sama dengan di atas", True),
    "sdh.": ("sudah", False),
    "sdr/i": ("saudara saudari", False),
    "siswa/i": ("siswa siswi", False),
    "sem.": ("semester", False),
    "smt.": ("semester", False),
    "spt.": ("seperti", False),
    "t.a.": ("tahun anggaran", False),
    "telp.": ("telepon", False),
    "tel.": ("telepon", False),
    "tgl.": ("tanggal", False),
    "th.": ("tahun", False),
    "thn.": ("tahun", False),
    "tk.": ("tingkat", False),
    "tlp.": ("telepon", False),
    "tp.": ("tahun pelajaran", False),
    "tsb.": ("tersebut", True),
    "ttd.": ("tertanda", True),
    "u.p.": ("untuk perhatian", False),
    "up.": ("untuk perhatian", False),
    "wb.": ("wabarakatuh", True),
    "wil.": ("wilayah", False),
    "wr.": ("warahmatullahi", False),
    "ybs.": ("yang bersangkutan", True),
    "yth.": ("yang terhormat", False),
}

BEFORE_DIGITS: Final = frozenset(
    "bln. gol. hal. hlm. kls. lt. maks. max. min. pk. ps. rt. rw. sem. smt. th. thn. tp.".split()
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
    "pd": "pada",
    "pkl": "pukul",
    "rb": "ribu",
    "sbb": "sebagai berikut",
    "sd": "sampai dengan",
    "sdh": "sudah",
    "smt": "semester",
    "spy": "supaya",
    "tdk": "tidak",
    "telp": "telepon",
    "tgl": "tanggal",
    "thn": "tahun",
    "tlp": "telepon",
    "tsb": "tersebut",
    "ttg": "tentang",
    "utk": "untuk",
    "yg": "yang",
    "yth": "yang terhormat",
}
"""Short forms written in lower case without a full stop."""

TITLES: Final = {
    "Apt.": "apoteker",
    "Bpk.": "bapak",
    "Bp.": "bapak",
    "Br.": "boru",
    "an.": "atas nama",
    "apt.": "apoteker",
    "br.": "boru",
    "Dr.": "doktor",
    "Dra.": "doktoranda",
    "Drg.": "dokter gigi",
    "Ds.": "desa",
    "Drs.": "doktorandus",
    "H.": "haji",
    "Hj.": "hajah",
    "Ir.": "insinyur",
    "Jend.": "jenderal",
    "KH.": "kiai haji",
    "Ka.": "kepala",
    "Ns.": "ners",
    "Ny.": "nyonya",
    "Pdt.": "pendeta",
    "Pj.": "penjabat",
    "Pjs.": "penjabat sementara",
    "Plh.": "pelaksana harian",
    "Plt.": "pelaksana tugas",
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

BARE_TITLES: Final = frozenset(
    ["Bpk", "Dr", "Dra", "Drs", "Hj", "Ir", "Pdt", "Prof", "Sdr", "Sdri"]
)
"""Titles that many write without the full stop."""

SHORT_MONTHS: Final = {
    "agt": "agustus",
    "agu": "agustus",
    "agust": "agustus",
    "apr": "april",
    "des": "desember",
    "feb": "februari",
    "jan": "januari",
    "jul": "juli",
    "jun": "juni",
    "mar": "maret",
    "nop": "november",
    "nov": "november",
    "okt": "oktober",
    "sep": "september",
    "sept": "september",
}

UNITS: Final = {
    "%": "persen",
    "‰": "permil",
    "°c": "derajat selsius",
    "cm": "sentimeter",
    "cm2": "sentimeter persegi",
    "dm": "desimeter",
    "dpi": "de pe i",
    "g": "gram",
    "gb": "gigabyte",
    "ghz": "gigahertz",
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
    "cm3": "sentimeter kubik",
    "m3": "meter kubik",
    "mb": "megabyte",
    "mbps": "megabit per detik",
    "mhz": "megahertz",
    "mg": "miligram",
    "ml": "mililiter",
    "mm": "milimeter",
    "rb": "ribu",
    "jt": "juta",
    "org": "orang",
    "tb": "terabyte",
    "x": "kali",
}
"""Said after a number."""

PER: Final = {
    "s": "detik",
    "dtk": "detik",
    "bln": "bulan",
    "org": "orang",
    "thn": "tahun",
    "m2": "meter persegi",
    "kg": "kilogram",
}
"""Said after a slash that means per."""

PER_WORDS: Final = (
    "siswa|murid|orang|peserta|tahun|bulan|hari|minggu|jam|menit|detik|sekolah|semester|guru|kelas|"
    "rombel|file|unit|kegiatan|kali|liter|lembar|" + "|".join(PER)
)
"""A pattern of what may stand after such a slash."""

CURRENCIES: Final = {
    "$": "dolar", "US$": "dolar", "USD": "dolar amerika", "€": "euro", "£": "pound", "RM": "ringgit"
}  # fmt: skip
"""Before an amount of money; the rupiah has rules of its own."""

COMPARED: Final = {
    "<": "kurang dari",
    ">": "lebih dari",
    "≤": "paling banyak",
    "≥": "paling sedikit",
    "±": "kurang lebih",
    "<=": "paling banyak",
    ">=": "paling sedikit",
    "+/-": "kurang lebih",
}
"""Signs before a number."""

REGULATION: Final = (
    "(?:Perpres|Permen|Kepmen|Keppres|Perda|Pergub|Perwal|Perbup|Perdirjen|Persesjen)[a-z]*|"
    "UU|PP|SE|SK|Inpres|peraturan|keputusan"
)
"""A pattern of what has a number and a year."""

DOMAINS: Final = {
    "ac": "a ce",
    "co": "ko",
    "com": "kom",
    "go": "go",
    "id": "i de",
    "io": "i o",
    "ly": "el ye",
    "me": "me",
    "net": "net",
    "or": "or",
    "org": "org",
    "sch": "es ce ha",
    "www": "we we we",
}

_ROMAN_AFTER: Final = """
abad angkatan bab bagian batch bidang direktorat dunia edisi eselon fase gelombang golongan
ii jenjang jilid kategori kelas kelompok klaster kluster kuartal kurikulum lampiran langkah lantai
level modul negeri paket pasal periode pertemuan putaran ruang seksi semester seri sesi siklus
subbagian swasta tahap tahapan tingkat tipe triwulan tw unit volume wilayah zona
"""
ROMAN_AFTER: Final = frozenset(_ROMAN_AFTER.split())
"""Words after which a single I, V, X, L, C, D or M is a Roman number."""

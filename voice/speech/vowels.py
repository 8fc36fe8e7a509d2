"""Which e is which: Indonesian writes one letter for /e/ (written é here) and for schwa.

espeak-ng guesses from the stress and reads about a third of the words with an e wrongly, the most
frequent ones among them (dengan, lebih, sebelas, empat). This table holds the roots it misreads;
words are found by taking off prefixes and suffixes, whose e is always a schwa.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

_ROOTS: Final = """
absén acéh ada adegan adékuat adu agén agénda agrégat ajar aju akadémi akadémik akadémis akréditasi
aksélerasi aksés aksésibilitas aktif alam alérgi almamatér altérnatif aman amandemén ampu anéh
anggap anggrék angkat angkét antré anugerah apartemén apdét apoték aprésiasi arén argumén arkéolog
arsiték aséan asésmén asésor asét asistén aspék atlét atmosfér atur awas awét baca bahtera baik
baktéri balai banget bantu baskét batas baterai bau bayar béa béasiswa bebal beban bébas bébék béda
bedah bedak begini begitu bekal bekas bekerjasama beku béla belah belajar belakang belanja belas
belenggu beli belia beliau bélo belok belum benah benam bencana benci benda bendahara bendéra
béngkél béngkok benih bénsin bentang bentar bénténg bentuk berak berangkat berani berantas beras
berat bercak bérés beri beringin berita beritahu berkah berkas berkat berontak bersaing bersih
bersin beruk bés besar besi bésok betah betapa betina beton betul biaya bijak bilateral bina boléh
brikét buat buka bukti buletin cabé cantum capai capék cedera cegah cegat cekal cékér céklis celah
celaka cemar cemas cemberut cemburu cemerlang cenderung céngék céngéng cengkeram cengkerama cepat
ceplok cerah cerai cerdas cerita cermat cermin cés cétak cetus cobék cokelat corét daérah daftar
dampak dapat daunlod daya débat débitur debu debut dédikasi définisi définitif défisiénsi défisit
déflasi degan dégradasi dékade dekah dekam dékan dekat déklarasi dékorasi dékrét dél delapan delat
délégasi déli délik demam demi demikian démisionér démo démografi démokrat denda dendam dengan
dengar dengki dengkul déngué dénominasi dépag depan départemén dépo déposit déposito déprési députi
deras dérét derita désa désain désainer desak désember déséntralisasi déskripsi déskriptif déstinasi
détail détéksi détéktif détérjén detik dévélopér dévisa déwan déwasa diaré diréktorat dirjén
divérsifikasi dividén divisi dokter dokumén dokuméntér dompét dongéng dosén dua duét écék édar édisi
éditor édukasi édukatif éfék éféktif éféktivitas éfisién éfisiénsi éja ékonom ékonomi ékosistém
éksakta éksékusi éksékutif éksel éksépsi éksés éksis ékskul éksotik éksotis ékspansi éksperimén
ékspor éksprés ékstérior ékstérnal ékstrakurikulér ékstrém ékuivalén ékuivalénsi elang élégan
éléktif éléktronik éléktronika élemén élévasi élite émail emang emas émirat émisi émosi émosional
empat empu empuk énak enam éncér endah endali endap éndémis énérgi enggak enggan énkripsi entah
énténg énter éntitas éntri épos éra erat éror érosi erti ésai éselon éskalasi ésok éstétika éstimasi
étalase étik étika évaluasi évént fébruari féderal férmata férméntasi féstival fléksibel frékuénsi
galeri gamelan ganti gantung gede gedung gegas gégér gelang gelap gelar gelas géléng gelisah gemar
gembira gemerlap gempa gemuk gén genap gencar gendong gendut général généralisasi générasi générik
géng genggam genténg genting géografi géométri gerah gerai gerak geram gerbang gerbong geréja gesa
gésék gésér gesit getar giat goréng gores gubernur guna guru hak hasil hébat héktar hélm hémat
hendak henti héran hétérogén honorér hostél hotél hubung idé idéal idéalis idém idéntifikasi
idéntitas idéologi ikut imbang imbau imél impléméntasi indéks inféksi inférénsi ingin insidén
inspéksi inspéktorat instrumén intégrasi intégritas intél inteléktual intelijén inténsitas intérn
intérnal intérnét intérupsi intérval intervénsi invénsi invéntaris invéstasi isi isteri istiméwa
jadi jakét jauh jebak jebol jeda jejak jelajah jelang jelas jelék jeli jembatan jempol jemput jemur
jénderal jéngkél jenguk jenis jénjang jéns jenuh jepang jepit jerat jerit jernih jeruk kabinét
kabupatén kafé kafétaria kagét kait kakék kaléng kaptén karena karét kawal kaya keanékaragaman kebal
kebo kebun kecam kecap kecéwa kecil kecuali kecut kedai kédér kedip kedok kejam kejap kejar kejayaan
kejer kéju kejut kekal kekurangan kelab kelak kelap kelar kelas keliling keling keliru kelit kelola
keluar keluarga keluh kemang kemas kembali kembang kembar keménag keméndikbud keméndikbudristék
keméndikdasmén kemis kemudi kemudian kemukakan kena kenal kenang kenapa kéncéng kendali keping
kepsék kepung kerah kerak kéramik keran kerang kerap keras kerbau kerdil kerén kering keris kerja
kerlip keroyok kertas keruh keruk kesal kesan ketan ketat ketenagakerjaan ketik ketua ketuk kinerja
kirim klosét kocék kolégial koléksi koléktif koméntator komérsial komité komitmén kompénsasi
kompetén kompeténsi kompétisi kompétitif kompléks komplét komponén kompréhénsif konféderasi
konferénsi konfiréns konglomerat kongrés konkrét konséntrasi konsép konsér konsérvasi konsérvatif
konsistén konsumén kontéks kontés kontrovérsial konvénsional korék koréksi korélasi koréspondén
kréatif krédénsial krédit kréditor kritéria kuat kué kuésionér kuéstionér kuliah kunci kurang laku
lambat lampir lanjut latih laut layan lebah lebak lébar lebaran lebat lebih lécéh lécét ledak lédgér
lega légal légalisasi légalisir légalitas légér léhér lekas lekat léktor lekuk lelah lelap léléh
leluasa lemah lemak lemas lembab lembaga lembah lembang lembar lembur lembut lémpar lempeng leng
lengkap léngkét lenyap lepas lépék léréng lés lestari lesu lesung letak letih letus lévél léwat
lezat libat liberal lihat liru lokét lolos luas lupa macet magistér magnét main majelis mampu
manajemén manajér marét markét masuk matématika matéri matérial matériil médali médan média médian
médiasi médis méditasi médium médsos megah méja mékanik mékanisme mekar mélodi mémori mempan menang
mencap méndikbud méndikdasmén mending mendung menit mentah mental méntalitas mentang menteri mentok
méntor menu mépét merak meraup merdéka merdu mérek meréka mérger meriah merosot mesin meski mesra
mesti mesum météorologi métode métropolitan méwah méwék milik militér minta mistérius modél moderat
modérn modérnisasi mohon momén monétér monumén monyét muat mulai multilateral nanti naung negara
négatif negeri nénék néto nétral nilai novél nyenyak nyeri objék objéktif obsérvatorium obyék
oksigén oléh orkés pakai pakét pamér panél panén panggil panitera paralél parlemén pastél patén paut
pecah pecat pecel peda pédagogi pédagogik pedang pedas peduli pegang pegawai pek pekat pekerti pelan
pelihara pelik pelit peluk pemda pemilu pénalti penat pencak pencét pencil pendam péndék pendidik
penduduk pengap péngkol pénsi pénsiun pentas penting penuh penyelia peran perang peras perayaan
percaya percis perdirjén pérés pergi perih periksa perilaku perintah période perlu permai pérmanén
permén pérméndikbud pernah pernik perprés pérs persén perséntase pérsentasi perseroan persis person
personél pérspéktif perut pesaing pesan pesantrén pesat pésimis pesing péstisida peta petak petang
petani peti petik petir pétrokimia pétroléum pilih pimpin pindah planét populér postés poténsi
poténsial prédikat préfiks prémi prémium présénsi préséntasi présidén présisi préstasi prétés
prévéntif primér problém produsén profési profésional projék prosedur prosés prospék protés proyék
proyéktor pulpén putera puteri putus radén raih rapi rata réaksi réaktor réalisasi réalistis
réalitas rebus rebut récap reda rédaksi rédaktur redam redup référat référensi réfléks régénérasi
régistrasi regu régulér rekam rekan rékap rékonsiliasi rékonstruksi rékréasi rékrut rékrutmén réktor
réla rélasi rélatif rélévan réligi réligius rélokasi rem remaja remang rémédi rempah rémunérasi
renang rencana rendah rendam rendang réngék renggut rénovasi rentak rentan rentang renung répétisi
réplika répositori répot répréséntasi répréséntatif réproduksi républik resah resap résénsi resép
resépsi resépsionis réset résidu résimén resmi réspék réspondén réspons réstoran réstrukturisasi
restu résumé retak rétribusi réuni révisi révitalisasi réviu rezeki rézim rinci risét rokét rubah
sah saing saji sama sambung sambut sandera saran saté satelit satu sebab sebaik sebar sebelas
sebentar seberang sebut sedang sedap sederhana sedia sedih segan segar segera segi ségmén séhat
seimbang séismik sejahtera sejak sejenak sejuk sekar sekat sékda sékdis sékjén sékretariat
sékretaris séksual séktarian séktor séktoral sékulér sékundér sekutu sela selain selam selamat
selang selat sélébriti séléksi séléktif selenggara selesai sélfi selidik selimut selip selisih
sélular sélulér selundup seluruh semak sémantik sembah sembelih sembilan sembuh sembunyi semén
semenjak semesta semi sémifinal sémikonduktor séminar sempat sempit semprot sempurna semu semur
semut senam senang sénat sénator sendal sendi sengat senggang sengit seni senin sénior senja senjata
sénsasi sénsitif sénsor sénsus sentil séntimén séntralisasi sentuh sentul senyum sepakat sepang
séparatis sepéda sepélé seperti sepi september sepuh séra serah seram serang serap serat serba serbu
serbuk serdang sérémonial sérgai sergap seri sérial serikat sering sérius sérsan serta sértifikasi
sértifikat sértijab seru serut sesak sesal sesat sési sesuai setara sétda sétdit setia séting sétjén
setop setor sétting setuju séver séwa siap simélungun sisa sistém skéma skénario skétsa soléh soré
spék spésial spésialis spésifik spésimén stémpel subjék subjéktif sukarélawan suksés sulawesi
sumatera surél suvenir syékh tabél tablét tahu tambah tamu tanggung targét tata taut téater tebak
tebal tébar tebing tebu tebus teduh tegak tegang tegap tegar tegas teguh tegur téh ték tékad tekan
teki téknis téks tékstil tél telaah teladan telah telantar telatén télegram télékomunikasi télépon
télér téléskop télévisi teliti telur telusur téma teman tématik témbak tembus tempat témpé témplét
témpo témporér tempuh tempur temu tenaga tenang ténar tendang téndik tengah tenggara tenggat
tenggelam tenggorok tengkar téngok ténor ténsi tentang tenteram tentu tenun téori tepat tepi tepis
tepuk tepung tera terang terap teras terbang terbatas terbit teriak terik terima terjal terjang
terjemah terjun terlalu términ términal términologi ternak téroris térorisme terpa tertawa tertib
terus tés tét tetap tétélan tétés téwas tikét tinggi tolak toleran topéng tréndi tréning tugas tulis
turnamén tutup ubah uji umpan umum umur undang unduh unggah unggul universal univérsitas upaya urus
usaha usia utus véktor véndor véntilasi vérbal véréval vérifikasi vérsi vérval véteran vidéo wajib
wakasék wakil wéb wébsait wenang wereng wewenang wijén yakin zéro
diréktur téknologi mérah anéka sépak keréta minéral jendéla kaméra séntral pésta pérak héwan sétan
stratégi sérvis régional koméntar transfér tékstur ilégal aréna déwa témbok seléra hélikopter
cébong sinétron térong jéngkol rékening rékoméndasi seméster opérasi méter kilométer élok kéong
législatif memang legénda koperasi
"""

_PREFIXES: Final = (
    *("menge", "penge", "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen"),
    *("per", "pe", "ber", "be", "ter", "te", "se", "ke", "di"),
)
_SUFFIXES: Final = ("nya", "kan", "lah", "kah", "pun", "ku", "mu", "an", "i")
_RESTORED: Final = {
    nasal + end: letter
    for end, letter in (("ny", "s"), ("n", "t"), ("m", "p"), ("ng", "k"))
    for nasal in ("me", "pe")
}
"""The first letter of a root that a nasal prefix swallows: me-nyebut from sebut."""

_MOST_AFFIXES: Final = 3


@cache
def _table() -> dict[str, str]:
    """Root as written to its root with é marked."""
    return {root.replace("é", "e"): root for root in _ROOTS.split()}


@lru_cache(maxsize=8192)
def marked(word: str) -> str | None:
    """The word with é for /e/ and e for schwa, or None when no root of it is in the table.

    Args:
        word: lower-case letters.
    """
    if "e" not in word:
        return None
    best: tuple[int, str] | None = None
    for prefix, root, suffix in _readings(word, _MOST_AFFIXES):
        known = _table().get(root)
        if known is None:
            continue
        restored = len(prefix) + len(root) + len(suffix) - len(word)
        found = prefix + known[restored:] + suffix
        if best is None or len(root) > best[0]:
            best = (len(root), found)
    return best[1] if best else None


def _readings(word: str, most: int) -> Iterator[tuple[str, str, str]]:
    """Ways to see a word as prefixes, root (its first letter restored) and suffixes."""
    for suffix in _suffixes(word):
        stem = word[: len(word) - len(suffix)]
        yield from ((prefix, root, suffix) for prefix, root in _prefixes(stem, most))


def _suffixes(word: str) -> Iterator[str]:
    yield ""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            yield suffix
            stem = word[: -len(suffix)]
            for inner in ("kan", "an", "i"):
                if stem.endswith(inner) and len(stem) - len(inner) >= 3:
                    yield inner + suffix


def _prefixes(stem: str, most: int) -> Iterator[tuple[str, str]]:
    yield "", stem
    if most == 0:
        return
    for prefix in _PREFIXES:
        if not stem.startswith(prefix) or len(stem) - len(prefix) < 3:
            continue
        for inner, root in _prefixes(stem[len(prefix) :], most - 1):
            yield prefix + inner, root
        swallowed = _RESTORED.get(prefix)
        if swallowed is not None and stem[len(prefix)] in "aiueo":
            yield prefix, swallowed + stem[len(prefix) :]

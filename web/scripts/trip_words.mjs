// The words of which a phone makes six for a trip lease: short, plain, without accents, easy to say and to write down. From the word lists of BIP-0039
// (npm package @scure/bip39, MIT), less what is long and what nobody should have to say in this work: harm, captivity, bodies, insults, faith.
import { wordlist as en } from "@scure/bip39/wordlists/english.js";
import { wordlist as fr } from "@scure/bip39/wordlists/french.js";
import { wordlist as pt } from "@scure/bip39/wordlists/portuguese.js";

const longest = 7;
const of = (text) => new Set(text.split(/\s+/).filter(Boolean));
const not_these = {
  fr: of(`abandon abusif achat acheter aliener anarchie angoisse armature armement armure arpenter arracher arsenic assaut asservir atroce attaque attraper avilir barreau bastion
    bataille blessant boxeur brutal caporal captif carnage chasseur combat crainte creature cruel cyanure deesse deglutir denuder derober desastre detester detresse diable dogme
    donjon duperie effrayer egorger embryon emprise enclave enfermer enfouir enlever ennemi envahir epier epitaphe eteindre ethnie exhumer exiler exploser faiblir fatal fatigue fautif
    femelle femme feroce fleau foetus forcer foudre fouiller frapper frayeur fureur furieux fusil gibier glaive guerre guerrier hideux honteux horde horrible humain humble illicite
    implorer impur infliger injure invasion ivresse jouissif jugement lacerer laid ligoter loyal maigre malaxer malefice malheur malice maudire mechant menacer mensonge missile
    monstre morsure mort mourir naufrage nefaste nocif nuire nuisible nuque otage outrager penible perte peser phobie piege pieger prison priver proie psychose punitif querelle racisme raide
    rapt ravager redouter rejeter requin ruiner ruser saboter sabre sanction sanguin scalpel scandale scelerat seduire semence sexe sinistre soldat sombre sorcier souffre supplier sursaut
    suspect tabac terrible terreur torpille tortue torture toxine trafic trahir tribunal tueur tyran urine vacciner vampire vaseux venger venimeux verge victime vilain vipere virus viseur voler`),
  en: of(`abandon abuse addict alcohol alien army arrest attack avoid bag ban battle beat bitter blame bleak blind blood bomb border bullet burden burst buyer captive cage cancel catch chaos
    chase child cliff club crash crazy crime cruel cry crush curse damage danger death defy deny deposit destroy devil dirt drug dumb dust enemy enforce evil exclude exile expire exploit
    expose fatal fault fear fever fight fire force foil gang garbage gun ghost girl boy grab grief guilt harsh hate hungry hurt idle ill illegal infant injury insane jail kid kidney kill knife lawsuit
    lie lock lonely mad man mask master mother nasty naked neglect obey odor orphan pain panic pill pistol poverty predict prison puzzle rage raid rape rebel reject release rescue rifle riot risk robot
    ruin ruthless sad sadness scare scorpion seek sell shame shoot sick silent slave slender slim slush smoke sniff spy stab steal sting suffer suspect swear tattoo theft threat tobacco torture tragic
    trap trash trouble ugly unfair upset victim violin viable violent virus vicious void vote war warfare weapon weird wife witness woman worry wreck wrong wound zero`),
  pt: of(`abater abduzir abismo aborto abusar abutre acorrentar acuado acusar adorno agonia agredir algemar algoz alvejar ameaca amputar apanhar arma armado arrancar assalto atacar ataque bandido
    barba batalha beata bebado bruxo bufar bunda cabaca cacetada cacar cadeado calado capataz castigo casulo cativar cativo chacina chaga chacota chicote choro cicatriz cocaina coice colono crer
    crime criminal crioulo crise cruel cueca culatra culpar cuspir cutelo degola delator demitir demonio deposta derrota desova deusa diabo ditador dolorido domador dominado donzela dopado
    duvidoso embargo enforcar enjoar enterro erotico escravo esfolar exausto exilio expulsar facada falta fardado febre fera feto fome forca fraco fratura freira fuga fugir fuligem furador furioso fuzil
    ganga genital golpe golpear granada grito grunhido guerrear guerra guru heresia ilegal impune infame infiel inimigo invasor irado irritado isca jararaca judeu juba jurado ladrao lamentar laxante lesado
    libido linchar loucura louco macabro machado magreza maluco mamilo mancha medo menina menino menos mercenario miseria morrer morte mosquete motim muda mulata mulher multar nativa negrito nudez obeso
    obscuro ofensa ofensiva orfanato orgasmo orgia ossada osso otario padre pagode palmada pancada panico parto paulada pavor pecado peitoral peruca pesadelo piolho pirata pistola plebeu podre praga presa
    preso proibido punhal punhalada punir queda quebrar racismo raiva ralado ranger rasteira rebelde refem rejeitar represa ressaca revolta roubo rugido ruim ruina samurai sangue sargento sedutor sedento
    segredo selvagem senhor sensual servo sexo silicone sirene socorro sofrer sombrio sonegar sozinho submerso suicidio sufocar surra suspiro tarado temer tenente terror tiro tormento tortura toxina
    trafegar traidor tranca trancar traseiro triste trovao ultraje umbigo urina urologia usado vadiar vagina vencedor veneno ventre vergonha vibrador vicio vilao vingar virgem virus vulto xingar zangado zombar`),
};

export const lists = { fr, en, pt };
export function trip_words(language) {
  const plain = lists[language].map((word) => word.normalize("NFD").replace(/\p{M}/gu, ""));
  return [...new Set(plain)].filter((word) => word.length >= 3 && word.length <= longest && !not_these[language].has(word)).sort();
}

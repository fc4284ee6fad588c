"""What sentences claim. Each case is a sentence and all claims it must show, none more.

A line reads `subject | predicate | object`, then in parentheses what is not the default: `not`,
the modality, `says` who. `-` is no object.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import line_of

from kg.build import assemble
from kg.model import Claim, Record, Settings
from kg.record.claims import IMPLIED, surface
from kg.record.claims.hidden import CONDITION
from kg.record.claims.stated import OF_FEW

CASES = """
Marie Curie discovered radium.
  Marie Curie | discover | radium
Kim gave Abe a book.
  Kim | give | book
The talks were led by Kim Jong-un.
  Kim Jong-un | lead | talks
The school was founded in 1851.
  school | be founded in | 1851
Maria Lopez is the director of the museum.
  Maria Lopez | be | director of museum
Ericsson has doubts about the plan.
  Ericsson | have doubt about | plan
Apple and Google bought Acme in London.
  Apple | buy | Acme
  Apple | buy in | London
  Google | buy | Acme
  Google | buy in | London
Not all members signed the treaty.
  all members | sign | treaty (not)
Not only Kim but also Lang signed the treaty.
  Kim | sign | treaty
  Lang | sign | treaty
Oslo is a city, not a village.
  Oslo | be | city
  Oslo | be | village (not)
Anna did not sign the treaty.
  Anna | sign | treaty (not)
Yuri Gagarin became the first human to orbit the Earth.
  Yuri Gagarin | become | first human to orbit Earth
  Yuri Gagarin | orbit | Earth
Anna is a nurse who speaks Dutch.
  Anna | be | nurse
  Anna | speak | Dutch
Apple has the power to change the market.
  Apple | change | market (possible)
The sport dates back to the Middle Ages.
  sport | date back to | the Middle Ages
Engineers dislike the way that Acme builds engines.
  engineers | dislike | way
  Acme | build | engines
Water has three states: ice, liquid and steam.
  water | have | three states
  water | have state | ice
  water | have state | liquid
  water | have state | steam
The level fell to 1.2 µmol/L.
  level | fall to | 1.2 µmol/L
Ada Kim dissented from recommendation (d).
  Ada Kim | dissent from | recommendation (d)
The Chair introduced paper S/22/17.
  Chair | introduce | paper S/22/17
The failure of the construction group Halvard Nord has hurt Orbis.
  failure of construction group Halvard Nord | hurt | Orbis
  Halvard Nord | be | construction group
The board is proposing a dividend of 9.4p per share.
  board | propose | dividend of 9.4p per share
The register records the opening, relocation and dissolution of every incorporated firm.
  register | record | opening of every incorporated firm
  register | record | relocation of every incorporated firm
  register | record | dissolution of every incorporated firm
The fire was treated as suspicious.
  fire | be treated as | suspicious
The debate lasted nearly four hours.
  debate | last | nearly four hours
Prisoners were locked up for 22 hours a day.
  prisoners | be locked up for | 22 hours a day
The worst destroyed the bridge.
It shrank, as the parish council had requested.
Ada Kim, the Agency's area enforcement manager, spoke.
  Ada Kim | speak | -
  Ada Kim | be | Agency's area enforcement manager
  Ada Kim | be area enforcement manager of | Agency
Annual Report and Accounts, year ended 31 March 2024 (extract)
Only the supplier dinner was shifted.
  supplier dinner | be shifted | -
A fire said to have been started by a baker destroyed a mill.
  baker | start | fire (possible)
We regret to report that Kim was injured in a fall.
  Kim | be injured in | fall (says We)
The city advised Orbis that the mill had failed.
  city | advise | Orbis
  mill | fail | - (says city)
Gout should be suspected when severe pain develops within 24 hours.
  gout | be suspected | - (required)
Castellan has until 9 October to announce an offer.
  Castellan | have until | 9 October
Thomas of Greel wrote a chronicle.
  Thomas of Greel | write | chronicle
Merivale Estates Ltd, a company registered in Swansea, closed.
  Merivale Estates Ltd | be registered in | Swansea
  Merivale Estates Ltd | close | -
The conveyance of 3 May 1958 describes the boundary.
  conveyance of 3 May 1958 | describe | boundary
Brannagh was advised by Meridew Partners; Verhoeven by Banque Astier.
  Meridew Partners | advise | Brannagh
Kim was advised by Orbis and Lund by Tarn.
  Orbis | advise | Kim
Critics should recognize that Acme pollutes the river.
  Acme | pollute | river
In addition to chess, Anna plays tennis.
  Anna | play | tennis
Reading old letters is hard work.
  reading old letters | be | hard work
The rise and fall of empires fascinate historians.
  rise of empires | fascinate | historians
  fall of empires | fascinate | historians
Governments use force to suppress dissent.
  governments | use | force
  governments | suppress | dissent
The city has many theatres where plays are staged.
  city | have | many theatres
  plays | be staged in | many theatres
Medicine made advances over the past years, revolutionizing care and improving lives.
  medicine | make | advances
  medicine | revolutionize | care
  medicine | improve | lives
The farm has plants, growing children, and animals.
  farm | have | plants
  farm | have | growing children
  farm | have | animals
Editors write and edit articles.
  editors | write | articles
  editors | edit | articles
"Does Acme pollute the river?" asked Anna.
  Acme | pollute | river (question, says Anna)
Printing is an invention, allowing us to share news.
  printing | be | invention
  printing | allow share | news (possible)
Anna learned the trade from her father.
  Anna | learn | trade
The soup is not only cheap but also tasty.
  soup | be | cheap
  soup | be | tasty
Anna never visited Peru.
  Anna | visit | Peru (not)
No senator supported the bill.
  senator | support | bill (not)
Neither Anna nor Boris signed the treaty.
  Anna | sign | treaty (not)
  Boris | sign | treaty (not)
Siemens failed to deliver the trains.
  Siemens | deliver | trains (not)
Anna refused to sign the treaty.
  Anna | sign | treaty (not)
Anna denied that Boris stole the painting.
  Boris | steal | painting (not, says Anna)
The flights were not approved by the ministry.
  ministry | approve | flights (not)
The dam prevented the river from flooding the town.
  dam | prevent | river
  river | flood | town (not)
Siemens will build a factory in Ohio.
  Siemens | build | factory (planned)
  Siemens | build in | Ohio (planned)
Siemens plans to build a factory in Ohio.
  Siemens | build | factory (planned)
  Siemens | build in | Ohio (planned)
Siemens may sell the unit.
  Siemens | sell | unit (possible)
Boris allegedly stole the painting.
  Boris | steal | painting (possible)
Mary was believed to have killed the king.
  Mary | kill | king (possible)
The baker is supposed to pay the fine.
  baker | pay | fine (required)
Boris is supposed to have stolen the car.
  Boris | steal | car (possible)
Boris was deemed to own the mill.
  Boris | own | mill (possible)
The train leaves Oslo tomorrow.
  train | leave | Oslo (planned)
Otto is flying to Peru on Friday.
  Otto | fly to | Peru (planned)
Anna is going to sell the mill.
  Anna | sell | mill (planned)
None of the museums was sold.
  museums | be sold | - (not)
Otto asked which house Anna bought.
Anna was not touched by the acquisition Orbis announced in May.
  acquisition | touch | Anna (not)
  Orbis | announce | acquisition
The seal, Otto said, was wrong.
  seal | be | wrong (says Otto)
Otto was made a Fellow of the Royal Society.
  Otto | be made | Fellow of the Royal Society
  Otto | be | Fellow of the Royal Society
  Otto | be fellow of | Royal Society
Anna wants to visit Peru.
  Anna | visit | Peru (desired)
Peru must repay the loan.
  Peru | repay | loan (required)
As long as Anna pays the rent, Boris owns the mill.
  Boris | own | mill (conditional)
As long as Anna lived, Boris owned the mill.
  Anna | live | -
  Boris | own | mill
In the event that Anna dies, Boris inherits the mill.
  Boris | inherit | mill (conditional)
Otto lends the money on the condition that Anna sells the boat.
  Otto | lend | money (conditional)
Assuming that Otto agrees, Anna sells the boat.
  Anna | sell | boat (conditional)
Otto provided the money that Anna needs.
  Otto | provide | money
  Anna | need | money
If you are looking for a hotel, Anna owns the Lido.
  Anna | own | Lido
If you sell the boat, Anna sells the mill.
  Anna | sell | mill (conditional)
If Anna sells the mill and Otto buys the boat, Boris will pay.
  Otto | buy | boat (conditional)
  Boris | pay | - (conditional)
Museums should be allowed to sell coins.
  museums | sell | coins (possible)
Its largest client, the Swiss chain Kolm, cut the order.
  Kolm | cut | order
  Kolm | be | Swiss chain
If Anna wins the race, Boris will pay the bill.
  Boris | pay | bill (conditional)
Anna asked whether Boris had signed the treaty.
  Boris | sign | treaty (question, says Anna)
Did Anna sign the treaty?
  Anna | sign | treaty (question)
Boris said that Anna had signed the treaty.
  Anna | sign | treaty (says Boris)
According to Boris, Anna signed the treaty.
  Anna | sign | treaty (says Boris)
“Anna signed the treaty,” Boris said.
  Anna | sign | treaty (says Boris)
The WHO warned that the virus could spread to Europe.
  virus | spread to | Europe (possible, says WHO)
Kim said the US would not agree to stop the flights.
  United States | stop | flights (not, planned, says Kim)
Siemens began building the factory.
  Siemens | begin build | factory
Boris managed to escape the prison.
  Boris | escape | prison
The company left the market without paying its debts.
  company | leave | market
  company | pay | debts (not)
Lisbon, the capital of Portugal, hosted the summit.
  Lisbon | be | capital of Portugal
  Lisbon | be capital of | Portugal
  Lisbon | host | summit
French president Emmanuel Macron met Angela Merkel.
  Emmanuel Macron | be | French president
  Emmanuel Macron | be president of | France
  Emmanuel Macron | meet | Angela Merkel
The bank, which bought Acme in 2010, employs 3,000 people.
  bank | buy | Acme
  bank | employ | 3,000 people
The man who shot Lennon lived in Hawaii.
  man | shoot | Lennon
  man | live in | Hawaii
Anna persuaded Boris to leave Oslo.
  Anna | persuade | Boris
  Boris | leave | Oslo (planned)
Germany's acquisition of the island angered France.
  Germany | acquisition of | island
  Germany's acquisition of island | anger | France
There were riots in Paris.
  riots in Paris | exist | -
Tools such as hammers are sold here.
  tools | include | hammers
  tools | be sold | -
Building a rocket requires careful planning.
  building rocket | require | careful planning
Libraries play a role in fostering trust.
  libraries | foster | trust
The press made information accessible to farmers.
  press | make accessible | information
  information | be accessible to | farmers
The invention of the press by Johannes Gutenberg changed Europe.
  invention of press | by | Johannes Gutenberg
  invention of press | change | Europe
The firm was acquired by Oracle for $5 billion.
  Oracle | acquire | firm
  firm | be acquired for | $5 billion
O'Neill-Smith joined the board on 3 May 2020.
  O'Neill-Smith | join | board
Anna met with Boris. She thanked him.
  Anna | meet | Boris
  Anna | thank | Boris
The minister resigned.
  minister | resign | -
Anna can speak Greek.
  Anna | speak | Greek (possible)
The law enables farmers to sell milk.
  law | enable | farmers
  farmers | sell | milk (possible)
Trains changed the way people travel.
  trains | change | way people travel
  people | travel | -
The greatest strength is the ability to reach villages.
  greatest strength | be | ability to reach villages
One of the key benefits of exercise is better sleep.
  one of key benefits of exercise | be | better sleep
Oslo is one of the largest cities.
  Oslo | be | one of largest cities
The singers charmed audiences with jokes.
  singers | charm | audiences
The singers charmed audiences with Norwegian jokes about whales.
  singers | charm | audiences
Anna talked about trade and Peru.
  Anna | talk about | trade
  Anna | talk about | Peru
North Korea gave up missiles with Chinese engines.
  North Korea | give up | missiles
Research has found that bees remember Anna.
  research | find | bees remember Anna
  bees | remember | Anna
Harbour Bridge to close in May
  Harbour Bridge | close in | May (planned)
Anna found no evidence that Acme polluted the river.
  Anna | find | evidence (not)
  Acme | pollute | river (not, possible)
The claim that Acme polluted the river is false.
  Acme | pollute | river (possible)
  claim | be | false
Ingrid Berg of Oslo University met Anna.
  Ingrid Berg | meet | Anna
  Ingrid Berg | of | Oslo University
The teachers' union left the talks.
  teachers' union | leave | talks
The minister's union left the talks.
  minister's union | leave | talks
Peat holds large amounts of carbon (Berg et al., 2015).
  peat | hold | large amounts of carbon
In contrast to Hu et al. (2012), Acme tested the pumps.
  Acme | test | pumps
Anna was an inventor who worked on solar energy.
  Anna | be | inventor
  Anna | work on | solar energy
The house was funded by the sculptor Amelia Peabody.
  Amelia Peabody | be | sculptor
  Amelia Peabody | fund | house
The government has not decided whether it will support the project.
  government | support | project (question, says government)
Two directors, Mark Evans and Anna Dubois, left Acme.
  Mark Evans | leave | Acme
  Anna Dubois | leave | Acme
Kestrel was fined by Ofgem.
  Ofgem | fine | Kestrel
Congresswoman Lee thanked Vice President Harris.
  Lee | be | congresswoman
  Lee | thank | Harris
  Harris | be | Vice President
The Chancellor met the Vice President.
  Chancellor | meet | Vice President
The jury considered factor 4.
  jury | consider | factor 4
The claimant, Denise Harlow, broke her wrist.
  Denise Harlow | be | claimant
  Denise Harlow | break | Denise Harlow's wrist
The Blue Anchor brews its own beer and hosts live music.
  Blue Anchor | host | live music
  Blue Anchor | brew | Blue Anchor's own beer
Visitors left a pub whose prices doubled.
  visitors | leave | pub
  pub's prices | double | -
The lighthouse at Cape Sorn, built in 1832, guards the harbour.
  lighthouse at Cape Sorn | be built in | 1832
  lighthouse at Cape Sorn | guard | harbour
Oslo is larger than Bergen.
  Oslo | be larger than | Bergen
Anna proposed that the enzyme changes its shape.
  enzyme | change | shape (possible, says Anna)
Anna agreed that Acme pollutes the river.
  Acme | pollute | river (says Anna)
Acme agreed a deal worth 2.3 billion euros.
  Acme | agree | deal
Revenue rose by 12 per cent.
  revenue | rise by | 12 per cent
The siege lasted eleven weeks.
  siege | last | eleven weeks
The crash may be due to ice.
  crash | be due to | ice (possible)
Anna is not rich because Otto sold the mill.
  Anna | be | rich (not)
Otto would not comment.
  Otto | comment | - (not)
Otto would not sell the mill.
  Otto | sell | mill (not, conditional)
Ada did not sell the house, nor did she buy the boat.
  Ada | sell | house (not)
  Ada | buy | boat (not)
Anna took a knife in case Otto came.
  Anna | take | knife
In case Otto comes, Anna will stay in Rome.
  Anna | stay in | Rome (conditional)
The next spring Anna sold the mill.
  Anna | sell | mill
Anna sells the mill next spring.
  Anna | sell | mill (planned)
Anna asked whether Otto sold the mill.
  Otto | sell | mill (question, says Anna)
A parish meeting is due to be held in May.
  parish meeting | be held in | May (planned)
The tenant shall not paint, pierce or cover the wall, nor burn coal.
  tenant | paint | wall (not, required)
  tenant | pierce | wall (not, required)
  tenant | cover | wall (not, required)
  tenant | burn | coal (not, required)
When soaked in brine, the leather shrinks.
  leather | shrink | - (conditional)
If the valve leaks, the pump stops and the lamp glows.
  pump | stop | - (conditional)
  lamp | glow | - (conditional)
The bank must keep the deeds in a vault located in Bergen.
  bank | keep | deeds (required)
  vault | be located in | Bergen (required)
Anna wrote poems until she was 91.
  Anna | write | poems
Anna is a woman.
On a point of order, Madam Deputy Speaker.
Anna said that she had sold her mill.
  Anna | sell | Anna's mill (says Anna)
Anna said that the ban would be lifted when Otto paid the fine.
  ban | be lifted | - (planned, says Anna)
  Otto | pay | fine (planned, says Anna)
The bank will pay Anna while Otto owes money.
  bank | pay | Anna (planned)
Anna sold the mill, while Otto kept the barn.
  Anna | sell | mill
  Otto | keep | barn
Ada left the house to the nation on condition that the clock should be wound.
  Ada | leave | house
Otto was happy until he was fourteen.
  Otto | be | happy
None of the men signed the treaty.
  men | sign | treaty (not)
No customer was charged twice.
Anna met Otto, who'd lived in Rome since 1974.
  Anna | meet | Otto
  Otto | live in | Rome
  Otto | live since | 1974
Boris was left to rot on the floor.
Anna went on to sell the mill.
  Anna | go on | -
  Anna | sell | mill
The museum (Graz, 6 rooms) opened in May.
  museum | open in | May
The use of the word, proposed by Otto, failed.
  Otto | propose | use of word
  use of word | fail | -
Several towns dimmed the lamps, mostly to save money.
  several towns | dim | lamps
Otto would like a photo of Anna.
  Otto | like | photo of Anna (desired)
Night lighting: an experiment in a town
Anna did not say that Boris stole the car.
  Anna | say | Boris stole the car (not)
Anna does not think that Boris stole the car.
  Boris | steal | car (not, possible, says Anna)
Nor did Anna sell the mill.
  Anna | sell | mill (not)
The mill, she said, was sold at cost.
  mill | be sold at | cost (says she)
Orbis sold the yard to a Dutch firm, Tarn, which had been barred from bidding, for 29 million euros.
  Orbis | sell | yard
  Orbis | sell to | Tarn
  Tarn | be barred | -
  Tarn | bid | - (not, required)
  Tarn | be | Dutch firm
Anna studied at Lund University and, from 1889, at the Sorbonne.
  Anna | study at | Lund University
  Anna | study at | Sorbonne
The bank says that the older loans are "being checked" and denies that there has been a delay.
  older loans | be checked | - (says bank)
  delay | exist | - (not, says bank)
In 1971 King Otto sold Oslo.
  Otto | sell | Oslo
  Otto | be | King
Many guests of Ada Holt found her rude.
A feud with Otto Lang, who had questioned the figures, ended.
  feud with Otto Lang | end | -
  Otto Lang | question | figures
Passed over in favour of a man, Anna left Oslo.
  Anna | be passed over in favour of | man
  Anna | leave | Oslo
Contrary to our hopes, the mill did not close.
  mill | close | - (not)
Orbis changed the rules so that only firms that had paid the tax could bid.
  Orbis | change | rules
  only firms | bid | - (desired)
All heaters made since 2019 have been tested by Orbis.
  Orbis | test | all heaters
Insects that sleep as adults wake early.
  insects | wake | -
Protesters who stormed the hall were arrested.
  protesters | be arrested | -
  protesters | storm | hall
The count should have prompted a test.
The mayor should keep the bridge shut until the repairs are done.
  mayor | keep | bridge (required)
According to a log seen by Orbis, Boris asked Anna.
  Boris | ask | Anna (says log)
  Orbis | see | log
Anna told the jury that everyone did.
Boris was told by Anna that the files had been lost.
  files | be lost | - (says Anna)
The town looked home and dry.
Orbis say tomorrow noon.
The test yielded 2 white cells/mm³.
  test | yield | 2 white cells/mm³
Boris is the first person of Asian heritage to hold the office.
  Boris | be | first person of Asian heritage to hold office
  Boris | hold office | -
Orbis declined to comment at the time.
Anna announced with regret that she was leaving.
  Anna | leave | - (says Anna)
Anna will let Boris know that the mill closed.
  mill | close | -
The play stars Ida Holt and Ben Marsh.
  play | star | Ida Holt
  play | star | Ben Marsh
Dr Holt asked for an urgent scan, which was made at noon and showed a bleed.
  Holt | ask for | urgent scan
  urgent scan | be made at | noon
  urgent scan | show | bleed
Bertil, who had the support of his uncle, the duke of Tarn, invaded in the spring of 1643.
  Bertil | have support of | uncle
  Bertil | invade in | spring of 1643
Boris was found by a nun's brother, a story first told in 1702.
  nun's brother | find | Boris
If we fail, Orbis have said they might help.
Ada and Ben Holt swam the bay and raised 900 euros between them.
  Ada | swim | bay
  Ben Holt | swim | bay
“It was late,” said Otto Kern, whose father was twelfth man.
  Otto Kern | say | It was late
  Otto Kern's father | be | twelfth man
The local elections went ahead.
  local elections | go ahead | -
Earlier treatment might have prolonged life.
  earlier treatment | prolong | life (possible)
Boris has been on the staff since 2021.
  Boris | be on | staff
Boris has rarely visited Oslo.
Boris has not scored since.
The guests had not much noticed the smell.
Anna would not say whether Boris, who was seen with Otto, will stay.
  Boris | stay | - (question, says Anna)
  Boris | be seen with | Otto
Anna sent the car back to Otto.
  Anna | send back | car
  Anna | send back to | Otto
Orbis designs and builds boats.
  Orbis | design | boats
  Orbis | build | boats
Anna did not say why Boris left Oslo.
  Boris | leave | Oslo
Boris asked how the thief entered the house.
  thief | enter | house
Its freighter Koit ran aground near Gdansk.
  Koit | run aground near | Gdansk
Anna is said to own the harbour.
  Anna | own | harbour (possible)
Pesticides kill the insects on which the bird depends.
  pesticides | kill | insects
  bird | depend on | insects
The farms use 68% of all fresh water.
  farms | use | 68% of all fresh water
Tom to call the insurer.
  Tom | call | insurer (planned)
Lumen is faster than Weft.
  Lumen | be faster than | Weft
Lumen is a compiler for programs that runs on phones.
  Lumen | be | compiler for programs
  Lumen | run on | phones
Oslo is worth the trip.
  Oslo | be worth | trip
The lamp took three years to make.
  lamp | take | three years
Anna lived in Oslo from 2009 to 2012.
  Anna | live in | Oslo
Because of the storm, ferries were cancelled.
  ferries | be cancelled because of | storm
It is unlikely that Acme polluted the river.
  Acme | pollute | river (not, possible)
It is not clear that Acme polluted the river.
  Acme | pollute | river (possible)
It is not true that Acme polluted the river.
  Acme | pollute | river (not)
The bees were allowed to nap for three hours.
  bees | nap for | three hours (possible)
Born in Dundee, the daughter of a baker, Anna Berg learned Greek.
  Anna Berg | be | daughter of baker
  Anna Berg | be born in | Dundee
  Anna Berg | be daughter of | baker
  Anna Berg | learn | Greek
Anna learned to fly at the age of 17.
  Anna | learn fly at | the age of 17
According to the chronicler Brother Anselm, Radu escaped.
  Anselm | be | Brother
  Anselm | be | chronicler
  Radu | escape | - (says Anselm)
The board rejected a plan to sell the mill.
  board | reject | plan to sell mill
  board | sell | mill (not, planned)
The drought made harvests less reliable.
  drought | make less reliable | harvests
  harvests | be | less reliable
The drug made patients less likely to relapse.
  drug | make less likely | patients
  patients | relapse | - (not, possible)
The letters were sent to Rome by courier.
  letters | be sent to | Rome
Otto was a saint and venerated in Trier.
  Otto | be | saint
  Otto | be venerated in | Trier
By the way, Anna sold the mill.
  Anna | sell | mill
Customers do not always trust Acme.
Bears are not seen anywhere else in Norway.
Having lost the case, Anna will appeal if Otto pays.
  Anna | appeal | - (conditional)
  Anna | lose | case
It should be noted that Acme owns the mill.
  Acme | own | mill
The law would make it illegal for museums to sell coins.
  museums | sell | coins (not, conditional)
The parcel must have come from Rome.
  parcel | come from | Rome (possible)
The dose was measured using a laser.
  dose | be measured | -
Acme closed the mill, leading to protests.
  Acme | close | mill
Based on a survey, Acme raised prices.
  Acme | raise | prices
Anna left Rome or joined the rebels.
  Anna | leave | Rome (possible)
  Anna | join | rebels (possible)
The lake is as deep as the fjord.
  lake | be as deep as | fjord
The mill is more profitable than the mine.
  mill | be more profitable than | mine
The valley has hot summers and little rain.
  valley | have | hot summers
  valley | have | little rain
An example of courage is refusing an order.
The guests included Lind and Varo, a retired judge.
  guests | include | Lind
  guests | include | Varo
  Varo | be | retired judge
Otto is an actor and professor of law.
  Otto | be | actor
  Otto | be | professor of law
Emil Newman of Lund University resigned.
  Emil Newman | resign | -
  Emil Newman | of | Lund University
Kim claims to be hiding the letters.
  Kim | hide | letters (says Kim)
Kim found no shop that sold boats.
  Kim | find | shop (not)
Few letters found by Kim survived.
Kim did not deny that the mill burned the letters.
  mill | burn | letters (possible)
Kim did not admit that the mill burned the letters.
  Kim | admit | the mill burned the letters (not)
Orbis sells a mix of jazz, folk and rock.
  Orbis | sell | mix of jazz, folk and rock
Orbis sells a mix of jazz, folk, rock and soul.
  Orbis | sell | mix of jazz, folk, rock and soul
Ada Lund made 41 stops as Orbis held off Tarn.
  Ada Lund | make | 41 stops
  Orbis | hold off | -
Otto Lund refused to say whether he had met Tarn, although logs show that Ada Holt had lunch.
  Otto Lund | meet | Tarn (question, says Otto Lund)
  Ada Holt | have | lunch
  logs | show | Ada Holt had lunch
The report for the year ended 31 March 2023 was sold.
  report | be sold | -
The town lost half of its clerks; in Lund, where Orbis closed, Tarn bought the mill.
  town | lose | half of clerks
  Tarn | buy | mill
  Tarn | buy in | Lund
  Orbis | close in | Lund
Orbis would not be drawn on whether Ada Lund had asked Otto Holt to go.
  Orbis | be drawn | - (not)
  Ada Lund | ask | Otto Holt (question)
The cost was almost double the estimate.
Orbis is a manufacturer of dyes, soap and specialty paints, based in Lund.
  Orbis | be | manufacturer of dyes, soap and specialty paints
  Orbis | be based in | Lund
Sir Otto Lund dies aged 91
  Otto Lund | die | -
Between two and four eggs are laid in spring.
  between two and four eggs | be laid in | spring
The programme, which was due to start in May, was dropped.
  programme | start in | May (planned)
  programme | be dropped | -
The crown was little changed against the euro.
Small builders have all but vanished.
Nor was the effect reduced by age.
  age | reduce | effect (not)
The fraud came to light only when a widow wrote to Orbis.
  fraud | come to | light
  widow | write to | Orbis
It was agreed to defer the vote until a bid had been obtained.
Dairy firm fined £900 after slurry kills 600 fish
  dairy firm | be fined | £900
  slurry | kill | 600 fish
The figure was added by Otto Lund, possibly in May.
  Otto Lund | add | figure
  figure | be added in | May (possible)
Ada Lund leads Ida Holm by two seconds, with Per Dahl third.
  Ada Lund | lead | Ida Holm
Ada Lund entered Orbis University in 1906, one of nine students.
  Ada Lund | enter | Orbis University
Holt, Ada Maria (3 May 1819 - 1861), British engineer.
  Ada Maria Holt | be born on | 3 May 1819
  Ada Maria Holt | die in | 1861
Orbis accused the owners of burning the mill.
  Orbis | accuse | owners
  owners | burn | mill (possible, says Orbis)
That the council raise the fee.
  council | raise | fee (required)
In 1920 Otto Lund was diagnosed with gout, and he has since been mayor.
  Otto Lund | be diagnosed in | 1920
  Otto Lund | be | mayor
Otto Lund was diagnosed with multiple sclerosis.
  Otto Lund | be diagnosed with | multiple sclerosis
"It was dull," said Harriers coach Rick Dale of the match.
  Rick Dale | be | Harriers coach
  Rick Dale | be coach of | Harriers
Otto Lund said he'd sold the mill.
  Otto Lund | sell | mill (says Otto Lund)
Lund Brothers, a maker of soap founded in 1851, closed.
  Lund Brothers | close | -
  Lund Brothers | be founded in | 1851
  Lund Brothers | be | maker of soap
  Lund Brothers | be maker of | soap
There was a fire and burned the mill.
Based in Oslo, Acme sells fish.
  Acme | sell | fish
  Acme | be based in | Oslo
Acme closed two mills, to cite one example.
  Acme | close | two mills
The union opposed a plan to sell the mill.
  union | oppose | plan to sell mill
If Anna stays and sells the mill, Otto will sue.
  Otto | sue | - (conditional)
  Anna | sell | mill (conditional)
The filter works to remove dust.
  filter | work | -
The bank offered a loan of up to $30 million to the ferry company.
  bank | offer | loan of up to $30 million to ferry company
The tower reached a height of 92 metres.
  tower | reach | height of 92 metres
The dam has a capacity of 6 gigawatt-hours a year.
  dam | have | capacity of 6 gigawatt-hours a year
  dam | have capacity of | 6 gigawatt-hours a year
The ferry carries 400 cars a day.
  ferry | carry | 400 cars a day
A crew of 12 sailed the ship.
  crew of 12 | sail | ship
Lang got a sentence of four years.
  Lang | get | sentence of four years
The specific gravity is 3.1 to 3.4.
  specific gravity | be | 3.1 to 3.4
The hardness of the stone is between 2 and 3.
  hardness of stone | be between | 2 and 3
The wait lasts between two and three weeks.
  wait | last | between two and three weeks
The mast is between 20 and 30 metres high.
  mast | be | between 20 and 30 metres high
Fares rose from 3 to 5 per cent.
  fares | rise from | 3
  fares | rise to | 5 per cent
The price was cut by £20 to £80.
  price | be cut by | £20
  price | be cut to | £80
The fee was £20 a month.
  fee | be | £20 a month
The luster is dull white.
  luster | be | dull white
The powder turned bright red.
  powder | turn | bright red
The crystals are 2 to 5 millimetres long.
  crystals | be | 2 to 5 millimetres long
The house is now dark and cold.
  house | be | dark
  house | be | cold
The club never won another title.
  club | win | another title (not)
The tickets were sold at 12 x £30 each.
  tickets | be sold at | 12 x £30
A ladder is missing from the barn.
  ladder | be missing from | barn
The key was missing.
  key | be | missing
Lang is missing a page.
  Lang | miss | page
The team finished the season with a win.
  team | finish season with | win
The museum closed 2023 with a loss of €2.4 million.
  museum | close 2023 with | loss of €2.4 million
Lang spent three years in Oslo.
  Lang | spend | three years
  Lang | spend in | Oslo
The pump has been failing and has done since May.
  pump | fail | -
The pump failed, as it did in 2019.
  pump | fail | -
The town did without a doctor.
  town | do without | doctor
The match was played between the two clubs.
  match | be played between | two clubs
The pact was signed between Orbis, the maker of ferries.
  Orbis | be | maker of ferries
  Orbis | be maker of | ferries
This agreement is made between Orbis, a company with a yard in Hull, and Tarn Trust, a charity.
  agreement | be made between | Orbis
  agreement | be made between | Tarn Trust
  Orbis | be | company with yard in Hull
  Tarn Trust | be | charity
The city will keep the tram, which carries 4 million people, until 2031.
  city | keep | tram (planned)
  tram | carry | 4 million people
Lang suggested that Otto, and not his brother, had sold the boat.
  Otto | sell | boat (possible, says Lang)
Ruth said that this was not the case.
Ruth said that she had no such wish.
Ruth said the sauce was “cold and far too salty”.
  sauce | be | cold (says Ruth)
  sauce | be | far too salty (says Ruth)
Anna, rather than Boris, broke the lamp.
  Anna | break | lamp
Ada was elected in 1990 and re-elected in 1994.
  Ada | be elected in | 1990
  Ada | be re-elected in | 1994
Otto was beaten by Ida Lund by twelve votes.
  Ida Lund | beat | Otto
Ida was born Ida Moen in Bergen.
  Ida Moen | be born in | Bergen
The lamp is brighter.
Ada was the first.
Ada was not the first to climb the tower.
Little boats crossed the lake.
  little boats | cross | lake
Little rain fell in May.
Kim never left Oslo without visiting Lang.
  Kim | leave | Oslo (not)
The firm did not pay its staff and close the mill.
  firm | pay | staff (not)
Police arrested the alleged thief in Oslo.
  police | arrest | alleged thief
  police | arrest in | Oslo
Kim sold his.
Soldiers fired on the crowd.
  soldiers | fire on | crowd
The council meets in the Corn Hall, designed by Ada Lund and completed in 1847.
  council | meet in | Corn Hall
  Ada Lund | design | Corn Hall
  Corn Hall | be completed in | 1847
The pump was stopped when the valve leaked, and has not been restarted.
  pump | be stopped | -
  valve | leak | -
  pump | be restarted | - (not)
Had it rained, Ada told Otto, the match would have ended.
  match | end | - (conditional, says Ada)
We asked: does the glue hold in water?
  glue | hold in | water (question)
Otto has since read that the pump was changed.
  pump | be changed | - (possible)
Where steel is scarce, wood is used.
  wood | be used | - (conditional)
Otto was offered a post and declined.
  Otto | be offered | post
The motion asked that the sale be put off until a report had been read.
  sale | be put off | - (desired)
  report | be read | - (desired)
Ruth Lund, cook, who bakes bread, left.
  Ruth Lund | bake | bread
  Ruth Lund | be | cook
The mill of Anna Lund, born in Leeds, burned.
  mill of Anna Lund | burn | -
  Anna Lund | be born in | Leeds
The Radio Cat was directed by Otto Lund.
  Otto Lund | direct | The Radio Cat
The brewers have yet to pay the fine.
  brewers | pay | fine (not)
The ministry insisted that the group hold a reserve.
  group | hold | reserve (desired, says ministry)
The clerk said that the lamp had been ordered but the firm had sent a bell.
  lamp | be ordered | - (says clerk)
  firm | send | bell (says clerk)
Pleas were heard from Otto Lund, who was on leave, and accepted.
  pleas | be heard from | Otto Lund
  Otto Lund | be on | leave
  pleas | be accepted | -
The shell was gutted by fire and pulled down.
  fire | gut | shell
  shell | be pulled down | -
As you know, the mill closed.
  mill | close | -
The view from the tower must be one of the best.
  view from tower | be | one of the best (possible)
The Northern & Ulster was absorbed by Strath Line in 1928.
  Strath Line | absorb | Northern & Ulster
  Northern & Ulster | be absorbed in | 1928
The new mill in Rome closed.
  new mill in Rome | close | -
The guests included Ada Lund and, possibly, Otto Kern.
  guests | include | Ada Lund
  guests | include | Otto Kern (possible)
The two boats were launched at noon and at dusk respectively.
  two boats | be launched | -
A search is continuing this evening.
  search | continue | -
The mill was bought by Orbis and three banks.
  Orbis | buy | mill
  three banks | buy | mill
The law has little impact on Anna.
  law | have | little impact
Two brothers opened a bakery in Leeds.
  two brothers | open | bakery
  two brothers | open in | Leeds
Speaking in Rome, Anna said that Acme will close the mill.
  Anna | speak in | Rome
  Acme | close | mill (planned, says Anna)
The minister said that a number of firms face closure.
  number of firms | face | closure (says minister)
The court will decide if Acme can sell the mill.
  Acme | sell | mill (question, says court)
Where the mill once stood, Acme built a hotel.
  Acme | build | hotel
  mill | stand | -
The mill's output declined.
  mill's output | decline | -
Otherwise, Acme would be paying a fine.
  Acme | pay | fine (conditional)
The plan was not approved and was sent back to the council.
  plan | be approved | - (not)
  plan | be sent back to | council
The lawyer told Anna about the sale.
  lawyer | tell | Anna
The minister leads a party founded in 1990 and resigned in May.
  minister | lead | party
  party | be founded in | 1990
  minister | resign in | May
The records were audited by the council and found to be false.
  council | audit | records
  records | be | false
The firm was asked and agreed to pay.
  firm | be asked | -
  firm | pay | - (planned)
The boat lay in harbour for three days.
  boat | lay in | harbour
  boat | lay for | three days
The driver was on leave for two weeks.
  driver | be on | leave
“It is over,” said Otto Kern, the mayor, who led the talks after his superior, Ada Lund, fell ill.
  Otto Kern | say | It is over
  Otto Kern | be | mayor
  Otto Kern | lead | talks
  Otto Kern | lead after | Ada Lund
Trains run between Leeds & York.
  trains | run between | Leeds
  trains | run between | York
The brothers Aksel and Viggo Thorlund founded Skovmose in 1919.
  Aksel | found | Skovmose
  Viggo Thorlund | found | Skovmose
Otto Brandt, previously treasurer of a Hamburg line, joined Orbis.
  Otto Brandt | join | Orbis
  Otto Brandt | be previously treasurer of | Hamburg line
  Otto Brandt | be | previously treasurer of Hamburg line
The book was dedicated to Ida Falk, then librarian in Galway.
  book | be dedicated to | Ida Falk
  Ida Falk | be | then librarian
Emil Karsten refused to leave until a neighbour came.
  neighbour | come | -
A hand injury put an end to the strike.
  hand injury | put end to | strike
Ferries were cancelled until Monday at the earliest.
  ferries | be cancelled until | Monday
The Tamsel is a tributary of no other river.
  Tamsel | be | tributary of other river (not)
Orbis offered 212 crowns a share for Tarn.
  Orbis | offer for | Tarn
  Orbis | offer | 212 crowns a share
Orbis was proposed for a prize as early as 1936.
  Orbis | be proposed for | prize
The board agreed that the fee be raised.
  fee | be raised | - (required, says board)
The guests include the poet Ada Lund and the chemist Bo Vik.
  guests | include | Bo Vik
  Ada Lund | be | poet
  Bo Vik | be | chemist
  guests | include | Ada Lund
Bo Vik met Sir Otto Falk.
  Bo Vik | meet | Otto Falk
Dale Whitcomb left Orbis to become mayor of Graz.
  Dale Whitcomb | become | mayor of Graz
  Dale Whitcomb | become mayor of | Graz
  Dale Whitcomb | leave | Orbis
Dale Whitcomb trained to become a nurse.
  Dale Whitcomb | become | nurse (desired)
  Dale Whitcomb | train | -
Under the Treaty of Lund, signed in May, Karl Holt accepted the crown.
  Karl Holt | accept under | Treaty of Lund
  Karl Holt | accept | crown
The Baltic German general Karl Lind signed the treaty.
  Karl Lind | be | Baltic German general
  Karl Lind | sign | treaty
Ida Falk worked for a time as a clerk.
  Ida Falk | work | -
The army stayed in Graz in order to collect a ransom.
  army | stay in | Graz
The quote was £8,750 plus VAT.
  quote | be | £8,750 plus VAT
Please send nothing to Orbis before Ida Falk has seen it.
Aldersey Council paid Tarn Advisory £28,000 in May.
  Aldersey Council | pay | £28,000
Aurisund A/S makes hearing aids.
  Aurisund A/S | make | hearing aids
Orbis Ltd built the pool. The council's clerk, Ida Falk, signed the contract.
  Orbis Ltd | build | pool
  Ida Falk | be clerk of | council
  Ida Falk | be | council's clerk
  Ida Falk | sign | contract
According to a person close to the talks, the mayor met Bo Vik.
  mayor | meet | Bo Vik (says person)
The panel stopped short of endorsing the claim.
Mr Falk asked for a delay and Mrs Orr agreed.
  Falk | ask for | delay
Tom Berg was dying.
The rumour was that Otto Lang had stolen the ring.
  Otto Lang | steal | ring (possible)
A surveyor, Bo Vik (Lang), sold the mill.
  Bo Vik | sell | mill
  Bo Vik | be | surveyor
Max Tate sailed with his wife, Ida Falk, and his son, Tom.
  Max Tate | sail with | Ida Falk
  Max Tate | sail with | Tom
  Ida Falk | be | Max Tate's wife
  Ida Falk | be wife of | Max Tate
  Tom | be | Max Tate's son
  Tom | be son of | Max Tate
Ida Falk was granted bail on condition that she surrender her passport.
  Ida Falk | be granted | bail
It was agreed that the pool would close on 9 May.
  pool | close on | 9 May (planned)
Ida Falk was awarded the prize by the guild.
  guild | award | prize
  Ida Falk | be awarded | prize
In the guild's view, the deal was unfair.
  deal | be | unfair (says guild)
Orbis did less well in the vote.
  Orbis | do less well in | vote
Buses ran on lines 2, 5 and 11.
  buses | run on | lines 2, 5 and 11
Ida Falk said in evidence that Bo Vik had sold the mill.
  Bo Vik | sell | mill (says Ida Falk)
Crude fell to $73 a barrel from $79 a week earlier.
  crude | fall to | $73 a barrel
  crude | fall from | $79
A bridge and its repair: a systematic review and meta-analysis
Prices fell after heavy rains in Ghana eased fears of a drought.
  prices | fall | -
  heavy rains in Ghana | ease | fears of drought
Ida Falk wrote Widow and Orchard, which won a prize.
  Ida Falk | write | Widow
  Ida Falk | write | Orchard
  Orchard | win | prize
Repairs carried out by Ida Falk revealed a second figure.
  repairs | reveal | second figure
  Ida Falk | carry out | repairs
Ida Falk, Managing Director, Southern Europe, left.
  Ida Falk | be | Managing Director
  Ida Falk | leave | -
Breeding takes place between May and July.
  breeding | take place between | May and July
Change of this kind is rare.
  change of this kind | be | rare
Ida Falk was thought to be a nurse, an assumption repeated in the press.
  Ida Falk | be | nurse (possible)
  assumption | be repeated in | press
The temperature was 38.9 °C.
  temperature | be | 38.9 °C
According to Ida Falk, who led the study, the key is a trace of copper.
  Ida Falk | lead | study
  key | be | trace of copper (says Ida Falk)
Bo Vik is accused of robbery and possession of a knife.
  Bo Vik | be accused of | robbery
  Bo Vik | be accused of | possession of knife
Her beginnings were less exalted.
Ida Falk met Bo Vik, a nurse with a weakness for books.
  Ida Falk | meet | Bo Vik
  Bo Vik | be | nurse
Workers vote to strike as union accuses Orbis of fraud
  workers | strike | - (planned)
  union | accuse | Orbis
Ida Falk has ruled out becoming chair.
It said that profit fell.
  profit | fall | - (says It)
Bo Vik described the result as a truce, not a peace.
  Bo Vik | describe | result
  result | be | truce (possible, says Bo Vik)
Reports of a death could not be verified, and were retracted by the station.
  reports of death | be verified | - (not, possible)
  station | retract | reports of death
Bo Vik's conclusion that the mill pollutes the river was cited.
  mill | pollute | river (says Bo Vik)
  Bo Vik's conclusion | be cited | -
Man charged over theft
  man | be charged over | theft
Troops fired on crowd
  troops | fire on | crowd
There was a leak.
There was no leak.
  leak | exist | - (not)
There was a leak in the tunnel.
  leak in tunnel | exist | -
The report is expected by mid-July.
  report | be expected by | mid-July
The mill was sold by 1990.
  mill | be sold by | 1990
The meeting was held in public.
  meeting | be held in | public
The mill was unremarkable apart from a door.
  mill | be | unremarkable
Bo Vik asked for it to be minuted that Ida Falk would do it.
Bo Vik said he was sure she had.
Bo Vik lost it and would not comment.
  Bo Vik | comment | - (not)
Bo Vik made 412 catches, 287 of them for Orbis.
  Bo Vik | make | 412 catches
The stick was found by a cleaner behind a radiator.
  cleaner | find | stick
  stick | be found behind | radiator
The frame was taped off and would not be opened before May.
  frame | be taped off | -
  frame | be opened before | May (not, planned)
Bo Vik studied at Lady Ampthill College.
  Bo Vik | study at | Lady Ampthill College
Toronto-based Halvorsen Crewe Metals sold the mill.
  Halvorsen Crewe Metals | sell | mill
  Halvorsen Crewe Metals | be based in | Toronto
The deal was opposed by Osaka-based Hokuto Seiyaku.
  Hokuto Seiyaku | be based in | Osaka
  Hokuto Seiyaku | oppose | deal
Orbis, a Hamburg-based shipping firm, was sold.
  Orbis | be | Hamburg-based shipping firm
  Orbis | be sold | -
  Orbis | be based in | Hamburg
Ida Berg, the New York-born architect, left.
  Ida Berg | be | New York-born architect
  Ida Berg | be born in | New York
  Ida Berg | leave | -
Oslo-born Orbis Bank sold the mill.
  Orbis Bank | sell | mill
New-born Nina slept.
  Nina | sleep | -
The community-based programme ended.
  community-based programme | end | -
Pavel Arlo, co-founder and chief executive of Solvanta, left.
  Pavel Arlo | be | chief executive of Solvanta
  Pavel Arlo | be chief executive of | Solvanta
  Pavel Arlo | leave | -
  Pavel Arlo | be co-founder of | Solvanta
  Pavel Arlo | be | co-founder
Ida Falk, a lawyer and politician, died in Graz.
  Ida Falk | be | politician
  Ida Falk | die in | Graz
  Ida Falk | be | lawyer
Orbis holds just under 4 per cent of Tarn Group.
  Orbis | hold | just under 4 per cent of Tarn Group
Desmond Reid was an actor. In 1911 the family moved to Leeds.
  Desmond Reid's family | move to | Leeds
  Desmond Reid | be | actor
  Desmond Reid's family | move in | 1911
The family moved to Leeds.
  family | move to | Leeds
Tarrant Foods, a Leeds-based maker of chilled soups, was sold.
  Tarrant Foods | be based in | Leeds
  Tarrant Foods | be sold | -
  Tarrant Foods | be maker of | chilled soups
  Tarrant Foods | be | Leeds-based maker of chilled soups
Patients with gout who cannot walk have few choices.
  patients | have | few choices
Present: Joyce Lamb, Superintendent; Todd Renner, Business Manager
  Joyce Lamb | attend | -
  Joyce Lamb | be | superintendent
  Todd Renner | attend | -
  Todd Renner | be | business manager
Per Lund gave Clear Morning a boat.
  Per Lund | give | boat
The post of chancellor is held by the Hon. Barry Culhane.
  Barry Culhane | hold | post of chancellor
The results were presented at the annual meeting, Copenhagen, in June.
  results | be presented at | Copenhagen
Orbis will lend Tarn the boat, but only if the harbour stays open.
  Orbis | lend | boat (conditional)
"""


def cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in CASES.strip().splitlines():
        if line.startswith("  "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found


@pytest.fixture(scope="module")
def claims(record: Callable[..., Record]) -> Callable[..., list[Claim]]:
    def read(text: str, **options: str) -> list[Claim]:
        every = Settings(min_confidence=0, min_worth=0)
        made = assemble([record(text, **options)], every).claims
        return [claim for claim in made if claim.shown]

    return read


@pytest.mark.parametrize(("text", "expected"), cases(), ids=lambda value: str(value)[:40])
def test_sentence_claims_exactly_this(
    text: str, expected: list[str], claims: Callable[..., list[Claim]]
) -> None:
    assert sorted(line_of(c) for c in claims(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Once a tornado forms, it can destroy houses.", "tornado | form | - (possible)"),
        ("Grid modernization is costly.", "grid modernization | be | costly"),
        (
            "Instability occurs when warm air near the surface is overlaid by cooler air aloft.",
            "cooler air aloft | overlay | warm air near surface",
        ),
    ],
)
def test_a_parse_that_contradicts_itself_is_mended(
    text: str, line: str, claims: Callable[..., list[Claim]]
) -> None:
    assert line in [line_of(c) for c in claims(text)]


def test_a_noun_and_what_it_is_about_are_one_thing(claims: Callable[..., list[Claim]]) -> None:
    found = [line_of(c) for c in claims("There are concerns about the implications of automation.")]
    assert found == ["concerns about implications of automation | exist | -"]


REPORTED = [
    # whom a pronoun means is said, where it is sure
    ("Anna said that she had sold her mill.", "Anna | say | Anna had sold Anna's mill", ""),
    # what stands in quotes stays as it was said
    ('Anna said, "I sold the mill."', "Anna | say | I sold the mill", ""),
    # who writes sets the rest against it
    ("A panel found that the bolts had rusted, although the builder blamed Otto.",
     "panel | find | the bolts had rusted", ""),
    # whom it is said to is told with it
    ("Otto told reporters that Anna sold the mill.", "Otto | tell | Anna sold the mill",
     "to reporters"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "told"), REPORTED)
def test_what_is_reported_can_be_read_alone(
    text: str, line: str, told: str, record: Callable[..., Record]
) -> None:
    [claim] = [c for c in record(text).claims if c.rule == "say"]
    assert line_of(claim) == line
    assert " ".join(f"{q.role} {q.argument.label}" for q in claim.qualifiers) == told


def test_what_is_reported_of_nobody_sure_makes_no_edge(record: Callable[..., Record]) -> None:
    found = record("Anna Holt met Eva Lind. A witness said that she had been hurt.").claims
    assert not [c for c in found if c.rule == "say" and c.shown]


@pytest.mark.parametrize(
    ("text", "object", "time"),
    [("In 1920 Otto Lund fell ill, and he has since been mayor.", "mayor", None),
     ("By 1620 Lund had a mill, and Otto is known in the town.", "town", None),
     ("In 1920 Otto Lund fell ill and sold the mill.", "mill", "1920"),
     ("From 1943 an airfield was kept at Lund.", "Lund", "1943/.."),
     ("They welcomed the signing on 29 May 2019 of the treaty.", "signing", None),
     ("Otto Lund kept a letter from 1943.", "letter", "1943")],
)  # fmt: skip
def test_a_time_in_front_holds_as_far_as_the_tense_goes(
    text: str, object: str, time: str | None, record: Callable[..., Record]
) -> None:
    found = [c for c in record(text).claims if c.object and c.object.label.startswith(object)]
    assert found and {c.time.value if c.time else None for c in found} == {time}


def test_the_i_of_whoever_tells_it_is_no_words_of_another(record: Callable[..., Record]) -> None:
    found = record("My editor, Ada Holt, told me that I'd written a eulogy.").claims
    assert not [c for c in found if c.rule == "say" and c.shown]


def test_of_what_few_do_nothing_is_claimed_and_the_reason_is_told(
    record: Callable[..., Record],
) -> None:
    found = record("Few guests from Peru reach the lake.")
    assert [c for c in found.claims if c.shown] == []
    assert [why for _, why in found.missed] == [OF_FEW]


@pytest.mark.parametrize(
    ("text", "word"),
    [("The barn was once a chapel.", "once"),
     ("The altar was formerly attributed to Rubens.", "formerly")],
)  # fmt: skip
def test_what_was_once_has_been(text: str, word: str, record: Callable[..., Record]) -> None:
    [claim] = [c for c in record(text).claims if c.object]
    assert claim.time is not None
    assert (claim.time.span.text, claim.time.value) == (word, None)


def test_a_quality_is_said_by_the_predicate_alone(record: Callable[..., Record]) -> None:
    [claim] = record("Occupancy was unrelated to the distance.").claims
    assert (line_of(claim), claim.qualifiers) == (
        "occupancy | be unrelated to | distance", (),
    )  # fmt: skip


def test_what_an_adjective_leads_to_stays(claims: Callable[..., list[Claim]]) -> None:
    found = [line_of(c) for c in claims("Japan is concerned about reports of a patrol.")]
    assert "Japan | be concerned about | reports of patrol" in found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("If the swell exceeds two metres, boats stay in port.", "if the swell exceeds two metres"),
        ("Boats sail unless the lamp is lit.", "unless the lamp is lit"),
        ("Where steel is scarce, wood is used.", "where steel is scarce"),
    ],
)
def test_a_condition_is_told_with_what_depends_on_it_and_alone_it_is_no_edge(
    record: Callable[..., Record], claims: Callable[..., list[Claim]], text: str, told: str
) -> None:
    (shown,) = claims(text)
    assert told in [f"{q.role} {q.argument.label}" for q in shown.qualifiers]
    assert shown.modality == "conditional"
    kept_back = [c for c in record(text).claims if c.hidden_because == CONDITION]
    assert kept_back
    assert all(c.modality == "conditional" for c in kept_back)


def test_what_a_list_asks_for_is_no_fact(claims: Callable[..., list[Claim]]) -> None:
    text = "Either side may end it if the other:\n\n- sells the mill\n- robs a bank; or\n- dies.\n"
    assert not [c for c in claims(text) if c.predicate.lemma in ("sell", "rob", "die")]


def test_what_is_approved_is_said_by_nobody(claims: Callable[..., list[Claim]]) -> None:
    text = (
        "Approved: The budget was balanced by Ida Holt.\n\n"
        "Deferred: Otto Lang repaired the roof of the school.\n\n"
        "Approved: Orbis Ltd sold the old gate to the town.\n\n"
        "Deferred: Ida Holt visited the school in May.\n"
    )
    said = {c.source.label for c in claims(text) if c.source is not None}
    assert not said & {"Approved", "Deferred"}


def test_a_film_stars_somebody(claims: Callable[..., list[Claim]]) -> None:
    text = "The film stars Judith Amory, Lena Kowal and Otto Lang, with Ada Amory in her last role."
    stars = {c.object.label for c in claims(text) if c.predicate.lemma == "star" and c.object}
    assert stars == {"Judith Amory", "Lena Kowal", "Otto Lang"}


def test_what_is_listed_behind_a_colon_is_no_bid(claims: Callable[..., list[Claim]]) -> None:
    listed = "Fairmount (£7,940 + VAT), Tarn Homes (£8,615) and Orbis (£9,120)."
    told = claims(f"Three quotes had been obtained for the repair of the roof: {listed}")
    assert [c.subject.label for c in told if c.shown] == ["three quotes"]


def test_what_a_list_proposes_is_no_fact(claims: Callable[..., list[Claim]]) -> None:
    lead = "Tarn would be willing to settle on these terms:"
    terms = "\n\n- Orbis pays Tarn 9,000 euros;\n- Orbis sells the mill.\n"
    assert {c.predicate.lemma for c in claims(lead + terms)}.isdisjoint({"pay", "sell"})
    assert {c.predicate.lemma for c in claims("Tarn settled on these terms:" + terms)} >= {"pay"}


def test_us_is_not_whoever_writes_alone(claims: Callable[..., list[Claim]]) -> None:
    text = "From: Ida Holt\nTo: Otto Lang\nSubject: Friday\n\nOrbis cancelled on us in May.\n"
    told = [c for c in claims(text) if c.predicate.lemma.startswith("cancel")]
    assert told and not any(q.argument.label == "Ida Holt" for c in told for q in c.qualifiers)


def test_a_label_says_whose_something_is_of_what_has_no_name(
    record: Callable[..., Record],
) -> None:
    found = record("A patient was admitted. Her temperature rose to 39 degrees.").claims
    rose = next(c for c in found if c.predicate.lemma == "rise to")
    assert rose.subject.label == "patient's temperature"
    assert rose.subject.entity == "=patient's temperature"  # which patient's, no other text knows


def test_a_past_plan_is_not_in_the_month_to_come(claims: Callable[..., list[Claim]]) -> None:
    text = "The council had promised to pave the road in January."
    times = {c.time.value for c in claims(text, date="2024-03-14") if c.time is not None}
    assert times == {"2024-01"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ruth has praised the clerk since Christmas.", ("since Christmas", None)),
        ("Ruth cannot promise a survey before September.", ("before September", None)),
        (
            "Ruth was found shortly after 4pm on 9 March 2023.",
            ("4pm on 9 March 2023", "2023-03-09T16:00:00"),
        ),
    ],
)
def test_a_time_without_a_date_keeps_the_word_in_front_and_an_hour_its_day(
    claims: Callable[..., list[Claim]], text: str, told: tuple[str, str | None]
) -> None:
    times = {(c.time.span.text, c.time.value) for c in claims(text) if c.time is not None}
    assert times == {told}


def test_whoever_writes_says_who_somebody_is(claims: Callable[..., list[Claim]]) -> None:
    text = "Ruth Abel said that Ida Lund, the mayor, had sold the mill."
    sources = {c.rule: c.source for c in claims(text) if c.rule in ("apposition", "svo")}
    assert sources["apposition"] is None
    assert sources["svo"] is not None
    assert sources["svo"].label == "Ruth Abel"


def test_a_prepositional_claim_has_its_neighbours_as_qualifiers(
    claims: Callable[..., list[Claim]],
) -> None:
    found = [c for c in claims("Kim travelled from Oslo to Lima.") if c.object is not None]
    assert {
        (c.predicate.lemma, *(f"{q.role} {q.argument.label}" for q in c.qualifiers)) for c in found
    } == {("travel from", "to Lima"), ("travel to", "from Oslo")}


def test_meetings_are_one_relation_whatever_the_grammar(
    claims: Callable[..., list[Claim]],
) -> None:
    for text in ("Abe met Kim.", "Abe has met with Kim.", "Kim was met by Abe."):
        found = {line_of(c) for c in claims(text)}
        assert "Abe | meet | Kim" in found, text


def test_surface_keeps_the_words_and_order_of_a_passive(
    claims: Callable[..., list[Claim]],
) -> None:
    [claim] = claims("The talks were led by Kim Jong-un.")
    assert surface(claim) == ("The talks", "were led by", "Kim Jong-un")


def test_time_and_place_are_normalised_and_quoted(claims: Callable[..., list[Claim]]) -> None:
    found = claims("Anna signed the treaty in Lisbon in December 2012.")
    [claim] = [c for c in found if line_of(c) == "Anna | sign | treaty"]
    assert claim.time is not None
    assert (claim.time.value, claim.time.span.text) == ("2012-12", "December 2012")
    assert claim.place is not None
    assert claim.place.label == "Lisbon"


def test_relative_time_stays_unresolved_without_a_document_date(
    claims: Callable[..., list[Claim]],
) -> None:
    text = "Anna signed the treaty on Monday."
    [claim] = [c for c in claims(text) if c.rule == "svo"]
    assert claim.time is not None
    assert (claim.time.value, claim.time.span.text) == (None, "Monday")
    [dated] = [c for c in claims(text, date="2024-05-08") if c.rule == "svo"]
    assert dated.time is not None
    assert dated.time.value == "2024-05-06"


def test_month_of_what_is_to_come_is_the_next_one(claims: Callable[..., list[Claim]]) -> None:
    found = claims("The council hopes to close the bridge in May.", date="2022-03-03")
    values = {c.time.value for c in found if c.time}
    assert values == {"2022-05"}


def test_time_in_front_holds_for_both_verbs(claims: Callable[..., list[Claim]]) -> None:
    found = claims("In 2010 Anna left Peru and married Boris.")
    assert {line_of(c): c.time and c.time.value for c in found} == {
        "Anna | leave | Peru": "2010",
        "Anna | marry | Boris": "2010",
    }


def test_quote_over_several_sentences_has_one_speaker(
    claims: Callable[..., list[Claim]],
) -> None:
    found = claims("“The bridge is safe,” Anna Berg said. “The city paid for the repair.”")
    assert {c.source.label for c in found if c.rule != "say" and c.source} == {"Anna Berg"}
    assert "city | pay for | repair (says Anna Berg)" in {line_of(c) for c in found}


def test_unresolved_pronoun_gives_no_edge(claims: Callable[..., list[Claim]]) -> None:
    assert claims("It was sold to them.") == []


def test_every_claim_names_a_rule(claims: Callable[..., list[Claim]]) -> None:
    from kg.record.claims.rules import RULES

    found = claims("\n\n".join(text for text, _ in cases()))
    forms = {"svoo", "svop", "svo-of", "passive-svp"}  # that claims of svo, svp and nested take
    assert {c.rule for c in found} <= {*RULES, *forms}
    assert all(0 <= c.confidence <= 1 for c in found)
    assert {c.rule for c in found} & IMPLIED


def test_who_stands_before_a_colon_and_a_quote_says_it(
    claims: Callable[..., list[Claim]],
) -> None:
    text = 'Critics had complained. The director, Ola Berg, disagrees: "The town needs a museum."'
    assert "town | need | museum (says Ola Berg)" in [line_of(c) for c in claims(text)]


def test_the_other_party_is_found_however_far_it_stands(record: Callable[..., Record]) -> None:
    made = record(
        "This deed is made between Orbis Marine Limited, a company registered in England whose "
        "office is at 12 Quay Street, Hull, and the Tarn Trust, a charity that runs two schools."
    )
    between = [line_of(c) for c in made.claims if c.predicate.lemma == "be made between"]
    assert between == [
        "deed | be made between | Orbis Marine Limited",
        "deed | be made between | Tarn Trust",
    ]


def test_one_of_two_parties_makes_no_edge(record: Callable[..., Record]) -> None:
    [claim] = record("The treaty was signed between France.").claims
    assert line_of(claim) == "treaty | be signed between | France"
    assert claim.hidden_because == "it names one of those between whom it is"


@pytest.mark.parametrize("text", ["Call the office Monday.", "Call the office twice a day."])
def test_an_order_with_a_time_at_its_end_names_nobody(
    text: str, claims: Callable[..., list[Claim]]
) -> None:
    assert claims(text) == []


def test_a_when_clause_inside_what_is_said_makes_it_no_question(
    claims: Callable[..., list[Claim]],
) -> None:
    text = "Kim said when the vote was over, Boris would leave Oslo."
    assert "Boris | leave | Oslo (planned, says Kim)" in [line_of(c) for c in claims(text)]


def test_what_is_quoted_inside_a_sentence_is_said_by_nobody_named_elsewhere(
    claims: Callable[..., list[Claim]],
) -> None:
    text = (
        'Petra Lind said the tour was long. The single "Over the Hills and Far" sold well in Rome.'
    )
    told = {line_of(c) for c in claims(text)}
    assert not any("sell" in line and "says" in line for line in told)


def test_a_mark_before_a_comma_closes_a_quote(claims: Callable[..., list[Claim]]) -> None:
    text = (
        'Petra Lind said the tour was long. Two songs, "Cold Rain ", "Old Mill Road", were '
        "released as part of the album."
    )
    assert all(c.source is None for c in claims(text) if "release" in c.predicate.lemma)


def test_a_noun_is_told_with_the_clause_that_narrows_it(
    claims: Callable[..., list[Claim]],
) -> None:
    (offer,) = (
        c for c in claims("The study offers a view that pleases no critic.")
        if c.predicate.lemma == "offer"
    )  # fmt: skip
    assert [(q.role, q.argument.label) for q in offer.qualifiers] == [
        ("object in full", "view that pleases no critic")
    ]


def test_a_clause_is_not_told_in_full_of_what_it_says_itself(
    claims: Callable[..., list[Claim]],
) -> None:
    (please,) = (
        c for c in claims("The study offers a view that pleases many critics.")
        if c.predicate.lemma == "please"
    )  # fmt: skip
    assert please.qualifiers == ()


@pytest.mark.parametrize(
    "text", ["Kim wept as though Orbis had failed.", "Kim spoke as if Orbis had failed."]
)
def test_what_something_is_only_like_is_not_so(
    claims: Callable[..., list[Claim]], text: str
) -> None:
    assert [(c.subject.label, c.modality) for c in claims(text)] == [("Kim", "actual")]


@pytest.mark.parametrize(
    "text",
    [
        "The talks came to nothing.", "The raid led to no arrests.", "Kim spoke to nobody.",
        "Ada Kim was charged with no crime.", "The mill belongs to no group.",
    ],
)  # fmt: skip
def test_a_deed_whose_object_is_denied_is_not_told_without_it(
    claims: Callable[..., list[Claim]], text: str
) -> None:
    assert claims(text) == []


def test_what_is_beside_the_deed_may_be_denied(claims: Callable[..., list[Claim]]) -> None:
    assert [c.polarity for c in claims("Ada Kim resigned with no regrets.")] == ["positive"]
    assert [c.polarity for c in claims("The offer arrived with no conditions.")] == ["positive"]


@pytest.mark.parametrize(
    "text", ["The road leads to Oslo rather than to Lund.", "The road leads to Oslo, not to Lund."]
)
def test_where_something_does_not_go_is_no_object(
    claims: Callable[..., list[Claim]], text: str
) -> None:
    assert all("Lund" not in str(c.object) + str(c.qualifiers) for c in claims(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Applications fell from 61 in 2015 to 14.", None),
        ("Trade fell after the arrival of the railway in 1853.", None),
        ("Ada Kim died after a long illness in 1990.", "1990"),
    ],
)
def test_when_a_noun_before_the_day_was_is_not_when_the_deed_was(
    claims: Callable[..., list[Claim]], text: str, value: str | None
) -> None:
    assert {c.time.value if c.time else None for c in claims(text)} == {value}


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("The honours came late.", "late"), ("Ada Kim returned three times.", "three times"),
        ("The courses were 40 miles apart.", "40 miles"),
        ("The nests failed more often.", "more often"),
    ],
)  # fmt: skip
def test_a_bare_verb_is_told_with_how(
    claims: Callable[..., list[Claim]], text: str, manner: str
) -> None:
    (claim,) = claims(text)
    assert [(q.role, q.argument.label) for q in claim.qualifiers] == [("manner", manner)]


def test_what_something_is_described_as_qualifies_who_does(
    claims: Callable[..., list[Claim]],
) -> None:
    text = "The settlement was described by the union as expensive but honourable."
    (told,) = (c for c in claims(text) if c.predicate.lemma == "describe")
    assert [q.argument.label for q in told.qualifiers] == ["expensive", "honourable"]


def test_an_account_that_points_back_makes_no_edge(claims: Callable[..., list[Claim]]) -> None:
    text = "Varo says the permits were late. Ada Kim has disputed that account."
    assert all(c.predicate.lemma != "dispute" for c in claims(text))


def test_what_a_stranger_to_the_sentence_owns_makes_no_edge(
    claims: Callable[..., list[Claim]],
) -> None:
    text = "Tents and lamps were discussed. Councillors objected to its cost in Rome."
    assert all(c.predicate.lemma != "object to" for c in claims(text))


@pytest.mark.parametrize(
    ("text", "told", "time"),
    [
        ("Ida Berg was unaware of the loan until 2006.", {"loan"}, "../2006"),
        ("Ida Berg had been aware of the fault in May 2006.", {"fault"}, "2006-05"),
        ("Orbis Ltd was the owner of the mill in 1907.", {"owner of mill"}, "1907"),
        ("Ida Berg was ill since May 2006.", {"May 2006"}, "2006-05/.."),
    ],
)
def test_when_something_was_so_is_its_time_and_no_second_edge(
    text: str, told: set[str], time: str, claims: Callable[..., list[Claim]]
) -> None:
    found = claims(text)
    assert {c.object.label for c in found if c.object} == told
    assert {c.time.value for c in found if c.time} == {time}


def test_how_long_somebody_is_something_is_when_they_are(
    claims: Callable[..., list[Claim]],
) -> None:
    seats = claims("Karsavere was the seat of the district from 1783 until 1950.")
    assert {c.time.value for c in seats if c.time is not None} == {"1783/1950"}
    assert all("from" not in str(c.object) for c in seats)


def test_what_most_of_somebodys_things_are_says_whose(claims: Callable[..., list[Claim]]) -> None:
    text = "Isolde Vane drew plants. Most of her original plates passed to a museum."
    assert "most of Isolde Vane's original plates" in {c.subject.label for c in claims(text)}


def test_the_day_for_which_something_is_set_is_not_when_it_is_set(
    claims: Callable[..., list[Claim]],
) -> None:
    (told,) = claims("The judge has set the sentencing for May 9.", date="2024-03-01")
    assert told.time is None
    assert [(q.role, q.argument.label) for q in told.qualifiers] == [("for", "May 9")]


def test_a_condition_of_what_is_recommended_is_told_beside_it(
    claims: Callable[..., list[Claim]],
) -> None:
    (told,) = claims("Ada Kim has recommended approval provided that the gallery is kept.")
    assert told.modality == "actual"
    assert [(q.role, q.argument.label) for q in told.qualifiers] == [
        ("provided that", "the gallery is kept")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Aidan Croft joined Orbis. The 33-year-old centre opened the scoring.",
        "Aidan Croft won. Diego Fuentes came second. The Spaniard led the race.",
    ],
)
def test_who_is_called_otherwise_makes_no_edge(
    claims: Callable[..., list[Claim]], text: str
) -> None:
    assert all(c.predicate.lemma not in ("open", "lead") for c in claims(text))


def test_the_office_behind_a_name_is_nobody(claims: Callable[..., list[Claim]]) -> None:
    found = claims("Ysolde was opposed by her cousin Rodric, Duke of Ambry.")
    assert "Duke" not in {c.subject.label for c in found}
    assert ("Rodric", "be cousin of", "Ysolde") in {
        (c.subject.label, c.predicate.lemma, c.object and c.object.label) for c in found
    }


@pytest.mark.parametrize(
    ("text", "role", "told"),
    [
        ("Ada Kim spent years drilling wells.", "doing", "drilling wells"),
        ("The cook asked Ada Kim whether the boiler leaked.", "whether", "the boiler leaked"),
    ],
)
def test_what_an_object_leaves_open_is_told_beside_it(
    claims: Callable[..., list[Claim]], text: str, role: str, told: str
) -> None:
    found = [q for c in claims(text) for q in c.qualifiers]
    assert (role, told) in {(q.role, q.argument.label) for q in found}


def test_what_goes_on_in_another_tense_is_not_said(claims: Callable[..., list[Claim]]) -> None:
    text = "Ada Kim said that Bo Lund knew nothing, and Bo Lund is not accused of fraud."
    found = claims(text)
    (say,) = (c for c in found if c.predicate.lemma == "say")
    assert say.object is not None and say.object.label == "Bo Lund knew nothing"
    assert [c.source for c in found if "accuse" in c.predicate.lemma] == [None]


def test_who_declares_leaves_the_room(claims: Callable[..., list[Claim]]) -> None:
    text = "Ada Kim declared that Bo Lund is employed by Orbis, and left the room."
    (leave,) = (c for c in claims(text) if c.predicate.lemma == "leave")
    assert (leave.subject.label, leave.source) == ("Ada Kim", None)


def test_a_noble_without_a_name_makes_no_edge_where_people_are_named(
    claims: Callable[..., list[Claim]],
) -> None:
    assert {c.subject.label for c in claims("Albrecht fought. The duke fled to Rome.")} == {
        "Albrecht"
    }

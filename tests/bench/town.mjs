// A town of the size that the targets speak of: 25 buildings of 40 rooms, in the bands of a culture centre.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../http/chain/chain.mjs';
import { daysFromToday } from '../http/chain/client.mjs';

export const buildings = 25;
export const roomsOfABuilding = 40;
export const singleBands = ['morning', 'afternoon', 'evening'];
export const buildingCode = (building) => `building_${building}`;
export const roomCode = (building, room) => `room_${building}_${room}`;

// What was booked before today cost nothing, so that bookings by the million need no payments; what is measured costs.
const freeOfChargeFrom = '2020-04-01';
export const revenueAccount = '01-14-01-07-01-01';
const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);

const window = `opens_months_before = 6
opens_on_day = 1
opens_at = "09:00"
closes_days_before = 1
closes_at = "17:00"
`;

const bands = `
[[band]]
code = "morning"
name = { ja = "午前", en = "Morning" }
from = "09:00"
until = "12:00"

[[band]]
code = "afternoon"
name = { ja = "午後", en = "Afternoon" }
from = "13:00"
until = "17:00"

[[band]]
code = "evening"
name = { ja = "夜間", en = "Evening" }
from = "18:00"
until = "22:00"

[[band]]
code = "all_day"
name = { ja = "全日", en = "All day" }
combines = ["morning", "afternoon", "evening"]
`;

const room = (building, number) => `
[[space]]
code = "${roomCode(building, number)}"
name = { ja = "第${number}会議室", en = "Meeting room ${number}" }
units = ["${roomCode(building, number)}"]
capacity = 40
use = "by_band"

[[space.rate]]
in_force_from = "${freeOfChargeFrom}"
every_day = { morning = 0, afternoon = 0, evening = 0, all_day = 0 }

[[space.rate]]
in_force_from = "${daysFromToday(1)[0]}"
every_day = { morning = 630, afternoon = 840, evening = 1_050, all_day = 2_260 }
`;

const building = (number) => `code = "${buildingCode(number)}"
name = { ja = "第${number}文化センター", en = "Culture centre ${number}" }
phone = "0999-00-0101"
address = { ja = "星見川町大字中央${number}番地", en = "${number} Chuo, Hoshimigawa" }
revenue_account = "${revenueAccount}"
article = { ja = "別表第1", en = "Annex 1" }
composition = "additive"
opens = "09:00"
closes = "22:00"
units = [${numbers(roomsOfABuilding).map((each) => `"${roomCode(number, each)}"`).join(', ')}]

[window.in_town]
${window}
[window.out_of_town]
${window}
[[surcharge]]
kind = "out_of_town"
label = { ja = "町外加算", en = "Out-of-town surcharge" }
percent = 50
article = { ja = "別表第1 備考2ウ", en = "Annex 1, note 2 (c)" }

[[rounding]]
step = "component"
unit_yen = 10
direction = "down"
article = { ja = "別表第1 備考6", en = "Annex 1, note 6" }

[[tax]]
percent = 10
included = true
direction = "down"
${bands}${numbers(roomsOfABuilding).map((each) => room(number, each)).join('')}`;

/** Writes the town's files. */
export async function writeTown(folder) {
  const towns = path.join(projectRoot, 'ops/towns');
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(towns, 'hoshimigawa/holidays.toml'), path.join(folder, 'holidays.toml'));
  await copyFile(path.join(towns, 'hoshimigawa/demo_accounts.toml'), path.join(folder, 'demo_accounts.toml'));
  const files = numbers(buildings).map((number) => [`${buildingCode(number)}.toml`, building(number)]);
  await Promise.all(files.map(([name, text]) => writeFile(path.join(folder, name), text)));
  await writeFile(
    path.join(folder, 'town.toml'),
    `code = "${await townCode(towns)}"
name = { ja = "計測町", en = "Bench" }
holidays = "holidays.toml"
facilities = [${files.map(([name]) => `"${name}"`).join(', ')}]
`,
  );
}

// Any code with a right check digit will do.
async function townCode(towns) {
  return /code = "(\d{6})"/.exec(await readFile(path.join(towns, 'hoshimigawa/town.toml'), 'utf8'))[1];
}

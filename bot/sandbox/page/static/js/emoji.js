// The shortcodes people here use; any other stays as it is written.
const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", ok_hand: "👌", pray: "🙏", clap: "👏", wave: "👋",
  smile: "😄", slightly_smiling_face: "🙂", blush: "😊", sweat: "😓", cry: "😢", worried: "😟",
  thinking_face: "🤔", bow: "🙇", eyes: "👀", heart: "❤️", star: "⭐", sparkles: "✨", tada: "🎉",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔",
  warning: "⚠️", rotating_light: "🚨", sos: "🆘", bell: "🔔", no_bell: "🔕", mega: "📣",
  exclamation: "❗", question: "❓", information_source: "ℹ️", bulb: "💡", fire: "🔥",
  telephone: "☎️", telephone_receiver: "📞", iphone: "📱", speech_balloon: "💬", memo: "📝",
  email: "✉️", envelope: "✉️", paperclip: "📎", camera: "📷", microphone: "🎤", clipboard: "📋",
  page_facing_up: "📄", calendar: "📅", date: "📅", clock9: "🕘", hourglass: "⌛", alarm_clock: "⏰",
  office: "🏢", house: "🏠", door: "🚪", key: "🔑", lock: "🔒", police_car: "🚓", hospital: "🏥",
  arrow_right: "➡️", arrow_left: "⬅️", red_circle: "🔴", large_yellow_circle: "🟡",
  large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪", shield: "🛡️",
  handshake: "🤝", bust_in_silhouette: "👤", busts_in_silhouette: "👥", tea: "🍵", coffee: "☕",
};

export function emojified(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (written, name) => EMOJI[name] ?? written);
}

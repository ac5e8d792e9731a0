/** What begins like this is a deed: the step is called as the button is. */
export const DEED =
  /^(?:add|apply|back|book|buy|cancel|change|check|choose|close|complete|confirm|continue|create|delete|download|edit|export|filter|find|finish|go|hide|import|join|learn|leave|load|log|make|more|move|next|open|order|pay|place|post|previous|proceed|publish|register|remove|reset|save|search|see|select|send|share|show|sign|skip|sort|start|stop|submit|subscribe|switch|try|update|upload|view|visit)\b/i;

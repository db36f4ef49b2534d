<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>rqdebug</name>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <location filename="rqdebug/ui/window/commands/workspace_commands.py" />
            <location filename="rqdebug/ui/window/commands/window_commands.py" />
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <location filename="rqdebug/ui/models/report_model.py" />
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Connect…</source>
            <translation>Verbinden…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Connect to a target and watch its queues</source>
            <translation>Mit einem Ziel verbinden und seine Queues beobachten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Disconnect</source>
            <translation>Trennen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Disconnect from the current target; its log stays</source>
            <translation>Vom aktuellen Ziel trennen; sein Protokoll bleibt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>Reconnect</source>
            <translation>Neu verbinden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Connect to the current target again now, and go on in its log</source>
            <translation>Jetzt wieder mit dem aktuellen Ziel verbinden und sein Protokoll fortsetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Show Clients</source>
            <translation>Clients anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Show the clients of the current target, and what each of them waits for</source>
            <translation>Die Clients des aktuellen Ziels zeigen, und worauf jeder wartet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Show Jobs</source>
            <translation>Jobs anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Show the jobs of Celery, RQ and other frameworks on the current target</source>
            <translation>Die Jobs von Celery, RQ und anderen Frameworks auf dem aktuellen Ziel zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Target Settings…</source>
            <translation>Einstellungen des Ziels…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Change name, colour and read-only of the current target</source>
            <translation>Name, Farbe und „Nur lesen“ des aktuellen Ziels ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Copy URL</source>
            <translation>URL kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Copy the URL of the current target, without its password</source>
            <translation>Die URL des aktuellen Ziels kopieren, ohne Passwort</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Remove Target…</source>
            <translation>Ziel entfernen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Disconnect from the current target and discard its log</source>
            <translation>Vom aktuellen Ziel trennen und sein Protokoll verwerfen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Merge All Targets</source>
            <translation>Alle Ziele zusammenführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Show the events of all targets in one log, ordered by time</source>
            <translation>Die Ereignisse aller Ziele in einem Protokoll anzeigen, nach der Zeit geordnet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Merge Some Targets…</source>
            <translation>Einige Ziele zusammenführen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/target_commands.py" />
            <source>Show the events of targets that you choose in one log, ordered by time</source>
            <translation>Die Ereignisse gewählter Ziele in einem Protokoll zeigen, nach der Zeit geordnet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/workspace_commands.py" />
            <source>Workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/workspace_commands.py" />
            <source>Open Workspace…</source>
            <translation>Arbeitsbereich öffnen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/workspace_commands.py" />
            <source>Restore targets, tabs, filters and layout from a file</source>
            <translation>Ziele, Tabs, Filter und Anordnung aus einer Datei wiederherstellen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/workspace_commands.py" />
            <source>Save Workspace…</source>
            <translation>Arbeitsbereich speichern…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/workspace_commands.py" />
            <source>Save targets, tabs, filters and layout to a file</source>
            <translation>Ziele, Tabs, Filter und Anordnung in einer Datei speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/window_commands.py" />
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Window</source>
            <translation>Fenster</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/window_commands.py" />
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/window_commands.py" />
            <source>Close the window and end rqdebug</source>
            <translation>Das Fenster schließen und rqdebug beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/window/commands/settings_commands.py" />
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Edit</source>
            <translation>Bearbeiten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Undo the last change of a text</source>
            <translation>Die letzte Änderung eines Textes zurücknehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Make the change again that was undone</source>
            <translation>Die zurückgenommene Änderung wieder vornehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Cut</source>
            <translation>Ausschneiden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Move the selected text to the clipboard</source>
            <translation>Den ausgewählten Text in die Zwischenablage verschieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <location filename="rqdebug/ui/dialogs/text_dialog.py" />
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Copy the selected text or events to the clipboard</source>
            <translation>Den ausgewählten Text oder die ausgewählten Ereignisse kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Paste</source>
            <translation>Einfügen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Insert the text of the clipboard</source>
            <translation>Den Text der Zwischenablage einfügen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Select All</source>
            <translation>Alles auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>Select the whole text</source>
            <translation>Den ganzen Text auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/scripts/editor.py" />
            <source>Script</source>
            <translation>Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Find in Script…</source>
            <translation>Im Skript suchen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Find text in the script</source>
            <translation>Text im Skript suchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Find Next in Script</source>
            <translation>Im Skript weitersuchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the next match</source>
            <translation>Zum nächsten Treffer gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Find Previous in Script</source>
            <translation>Vorheriger Treffer im Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the previous match</source>
            <translation>Zum vorigen Treffer gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Find and Replace…</source>
            <translation>Suchen und ersetzen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Find and replace text in the script</source>
            <translation>Text im Skript suchen und ersetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Go to Line…</source>
            <translation>Gehe zu Zeile…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Move the cursor to the line with a number</source>
            <translation>Die Schreibmarke in die Zeile mit einer Nummer setzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Go to Definition</source>
            <translation>Zur Definition gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Go to the line that defines the name at the cursor</source>
            <translation>Zu der Zeile gehen, die den Namen am Cursor definiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Rename…</source>
            <translation>Umbenennen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Rename the variable, parameter or function at the cursor, also in files that share it</source>
            <translation>Die Variable, den Parameter oder die Funktion am Cursor umbenennen, auch in Dateien, die sie teilen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Complete Word</source>
            <translation>Wort vervollständigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Propose what can be written at the cursor</source>
            <translation>Vorschlagen, was am Cursor stehen kann</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Toggle Comment</source>
            <translation>Kommentar ein/aus</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Comment the selected lines out, or back in</source>
            <translation>Die ausgewählten Zeilen auskommentieren oder wieder aufnehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Duplicate Line</source>
            <translation>Zeile verdoppeln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Repeat the line or the selected text</source>
            <translation>Die Zeile oder den ausgewählten Text wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Move Lines Up</source>
            <translation>Zeilen nach oben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Exchange the lines with the one above</source>
            <translation>Die Zeilen mit der darüber tauschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Move Lines Down</source>
            <translation>Zeilen nach unten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Exchange the lines with the one below</source>
            <translation>Die Zeilen mit der darunter tauschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/settings_commands.py" />
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/settings_commands.py" />
            <source>Settings…</source>
            <translation>Einstellungen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/settings_commands.py" />
            <source>Choose theme, language, font and the folder of logs</source>
            <translation>Farben, Sprache, Schrift und den Ordner der Protokolle wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/settings_commands.py" />
            <source>Keyboard Shortcuts…</source>
            <translation>Tastenkürzel…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/settings_commands.py" />
            <source>Change the shortcuts of commands</source>
            <translation>Die Tastenkürzel der Befehle ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/mark_model.py" />
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Queue</source>
            <translation>Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Create Queue…</source>
            <translation>Queue anlegen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Create a queue on the current target</source>
            <translation>Eine Queue auf dem aktuellen Ziel anlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Put Item…</source>
            <translation>Element einlegen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Write an item and put it into the selected queue</source>
            <translation>Ein Element schreiben und in die ausgewählte Queue einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Put Last Item Again</source>
            <translation>Letztes Element erneut einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Repeat your last put on the selected queue</source>
            <translation>Das zuletzt eingelegte Element erneut in die ausgewählte Queue einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Take Item…</source>
            <translation>Element entnehmen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Take the next item from the selected queue and show it</source>
            <translation>Das nächste Element aus der ausgewählten Queue entnehmen und anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Show Content</source>
            <translation>Inhalt anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Show the items, blocked calls and leases of the selected queue, without taking any item</source>
            <translation>Elemente, blockierte Aufrufe und Leases der ausgewählten Queue anzeigen, ohne ein Element zu entnehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Show Workers</source>
            <translation>Worker anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Show the task of each worker, and which task blocks the others</source>
            <translation>Anzeigen, woran jeder Worker arbeitet und welche Aufgabe die anderen blockiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>Send Back…</source>
            <translation>Zurückschicken…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Move items of the selected dead-letter queue back to a queue</source>
            <translation>Elemente der ausgewählten Dead-Letter-Queue in eine Queue zurückschicken</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Purge…</source>
            <translation>Leeren…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Delete all items from the selected queue</source>
            <translation>Alle Elemente der ausgewählten Queue löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Shut Down…</source>
            <translation>Herunterfahren…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Make the selected queue refuse new items</source>
            <translation>Die ausgewählte Queue keine neuen Elemente mehr annehmen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Close Queue…</source>
            <translation>Queue schließen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Delete the selected queue for all clients</source>
            <translation>Die ausgewählte Queue für alle Clients löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Free Role…</source>
            <translation>Rolle freigeben…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Free the producer or consumer role that a dead client has left taken</source>
            <translation>Die Rolle des Erzeugers oder Verbrauchers freigeben, die ein toter Client belegt hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Show Only This Queue</source>
            <translation>Nur diese Queue anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Filter the log by the selected queue</source>
            <translation>Das Protokoll nach der ausgewählten Queue filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Show Closed Queues</source>
            <translation>Geschlossene Queues anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>List the queues that were closed while the window was connected, in grey</source>
            <translation>Die Queues, die während der Verbindung geschlossen wurden, in Grau auflisten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Copy Namespace</source>
            <translation>Namensraum kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/queue_commands.py" />
            <source>Copy the namespace of the selected queue</source>
            <translation>Den Namensraum der ausgewählten Queue kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Pause</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Stop updating the log; new events are still collected</source>
            <translation>Das Protokoll nicht mehr aktualisieren; neue Ereignisse werden weiter gesammelt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Pause When…</source>
            <translation>Anhalten, wenn …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Pause the log at the next event that matches a filter; new events are still collected</source>
            <translation>Das Protokoll beim nächsten Ereignis anhalten, das einem Filter entspricht; neue Ereignisse werden weiter gesammelt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Follow New Events</source>
            <translation>Neuen Ereignissen folgen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Scroll to the newest event, and keep scrolling as events arrive</source>
            <translation>Zum neuesten Ereignis blättern und neuen Ereignissen folgen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Next Tab</source>
            <translation>Nächster Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Go to the tab on the right</source>
            <translation>Zum Tab rechts daneben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Previous Tab</source>
            <translation>Voriger Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Go to the tab on the left</source>
            <translation>Zum Tab links daneben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Close Tab</source>
            <translation>Tab schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Close the current tab</source>
            <translation>Den aktuellen Tab schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Close Other Tabs</source>
            <translation>Andere Tabs schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Close all tabs but the current one</source>
            <translation>Alle Tabs außer dem aktuellen schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>List of Tabs</source>
            <translation>Liste der Tabs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Show the titles of all tabs and go to one</source>
            <translation>Die Titel aller Tabs zeigen und zu einem gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Copy URL or Path</source>
            <translation>URL oder Pfad kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Copy the URL of the target, without its password, or the path of the file in the current tab</source>
            <translation>Die URL des Ziels, ohne Passwort, oder den Pfad der Datei im aktuellen Tab kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Move Tab to New Window</source>
            <translation>Tab in neues Fenster verschieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Show the log in a separate window</source>
            <translation>Das Protokoll in einem eigenen Fenster anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Second View of Log</source>
            <translation>Zweite Ansicht des Protokolls</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Show the log in one more tab, with a filter and a place of its own</source>
            <translation>Das Protokoll in einem weiteren Tab zeigen, mit eigenem Filter und eigener Stelle</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Dark Theme</source>
            <translation>Dunkles Design</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Show light text on a dark background</source>
            <translation>Hellen Text auf dunklem Grund anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Larger Text</source>
            <translation>Schrift vergrößern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Enlarge logs, payloads and scripts</source>
            <translation>Protokolle, Nutzdaten und Skripte vergrößern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Smaller Text</source>
            <translation>Schrift verkleinern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Shrink logs, payloads and scripts</source>
            <translation>Protokolle, Nutzdaten und Skripte verkleinern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Default Text Size</source>
            <translation>Übliche Schriftgröße</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Give logs, payloads and scripts the default size of text</source>
            <translation>Protokollen, Nutzdaten und Skripten die übliche Schriftgröße geben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Reset Layout</source>
            <translation>Anordnung zurücksetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Move all panels to their first places, with their first sizes</source>
            <translation>Alle Bereiche an ihren ersten Platz und auf ihre erste Größe bringen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Command Palette…</source>
            <translation>Befehlspalette…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/view_commands.py" />
            <source>Find a command by its name and run it</source>
            <translation>Einen Befehl nach seinem Namen suchen und ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Panel</source>
            <translation>Bereich</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <location filename="rqdebug/ui/dialogs/merge_dialog.py" />
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <location filename="rqdebug/ui/window/panels/targets_panel.py" />
            <source>Targets</source>
            <translation>Ziele</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the targets</source>
            <translation>Zu den Zielen gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <location filename="rqdebug/ui/scripts/scripts_dock.py" />
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <location filename="rqdebug/ui/window/panels/scripts_panel.py" />
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>Scripts</source>
            <translation>Skripte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the scripts</source>
            <translation>Zu den Skripten gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <location filename="rqdebug/ui/log/queue_table.py" />
            <source>Queues</source>
            <translation>Queues</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the queues of the current target</source>
            <translation>Zu den Queues des aktuellen Ziels gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the log of the current target</source>
            <translation>Zum Protokoll des aktuellen Ziels gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/window/panels/inspector_panel.py" />
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the details of the selected event</source>
            <translation>Zu den Einzelheiten des ausgewählten Ereignisses gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/window/panels/report_panel.py" />
            <source>Run Report</source>
            <translation>Bericht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the results of the last run</source>
            <translation>Zu den Ergebnissen des letzten Laufs gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Editor</source>
            <translation>Editor</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the current script</source>
            <translation>Zum aktuellen Skript gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/window/panels/charts_panel.py" />
            <source>Charts</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the charts of the current log</source>
            <translation>Zu den Diagrammen des aktuellen Protokolls gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <location filename="rqdebug/ui/window/panels/variables_panel.py" />
            <source>Variables</source>
            <translation>Variablen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the variables of the run that is paused</source>
            <translation>Zu den Variablen des angehaltenen Laufs gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/debugging/breakpoints_view.py" />
            <location filename="rqdebug/ui/window/panels/breakpoints_panel.py" />
            <source>Breakpoints</source>
            <translation>Haltepunkte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the breakpoints and faults of all targets</source>
            <translation>Zu den Haltepunkten und Störungen aller Ziele wechseln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <location filename="rqdebug/ui/window/panels/held_calls_panel.py" />
            <source>Held Calls</source>
            <translation>Angehaltene Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/panel_commands.py" />
            <source>Go to the calls that a breakpoint or a frozen queue holds</source>
            <translation>Zu den Aufrufen wechseln, die ein Haltepunkt oder eine eingefrorene Queue anhält</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Find…</source>
            <translation>Suchen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Find text in the log</source>
            <translation>Text im Protokoll suchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Find Next</source>
            <translation>Weitersuchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Find Previous</source>
            <translation>Rückwärts suchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to Start or End of Call</source>
            <translation>Zu Anfang oder Ende des Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go from the start of a call to its end, or from its end to its start</source>
            <translation>Vom Anfang eines Aufrufs zu seinem Ende gehen, oder vom Ende zum Anfang</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to First Event</source>
            <translation>Zum ersten Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the first event in the log</source>
            <translation>Zum ersten Ereignis im Protokoll gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to Time…</source>
            <translation>Zu Zeitpunkt…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the first event at or after a time</source>
            <translation>Zum ersten Ereignis ab einem Zeitpunkt gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Next Time Format</source>
            <translation>Nächstes Zeitformat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Switch between time of day, time since the first event, and time since the previous event</source>
            <translation>Zwischen Uhrzeit, Zeit seit dem ersten und Zeit seit dem vorigen Ereignis wechseln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Time Reference</source>
            <translation>Zeitbezug</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Show times relative to the selected event; again on the same event: the time of day</source>
            <translation>Zeiten relativ zum ausgewählten Ereignis zeigen; noch einmal beim selben Ereignis: die Uhrzeit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Sort by…</source>
            <translation>Sortieren nach…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Sort the events by a column</source>
            <translation>Die Ereignisse nach einer Spalte sortieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <location filename="rqdebug/ui/log/sort_bar.py" />
            <source>Sort Again</source>
            <translation>Erneut sortieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Sort again, with the events that came since</source>
            <translation>Noch einmal sortieren, mit den Ereignissen, die seitdem kamen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <location filename="rqdebug/ui/log/log_view.py" />
            <location filename="rqdebug/ui/log/sort_bar.py" />
            <source>Order of Time</source>
            <translation>Zeitliche Reihenfolge</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Show the events in the order of time again</source>
            <translation>Die Ereignisse wieder in zeitlicher Reihenfolge zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Toggle Mark</source>
            <translation>Markierung umschalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Mark the selected events, or remove their marks</source>
            <translation>Die ausgewählten Ereignisse markieren oder ihre Markierungen entfernen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Note…</source>
            <translation>Notiz…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Add a note to the selected events, or edit it</source>
            <translation>Den ausgewählten Ereignissen eine Notiz geben oder sie bearbeiten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Next Mark</source>
            <translation>Nächste Markierung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the next marked event</source>
            <translation>Zum nächsten markierten Ereignis gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Previous Mark</source>
            <translation>Vorige Markierung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the previous marked event</source>
            <translation>Zum vorigen markierten Ereignis gehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Marks and Notes…</source>
            <translation>Markierungen und Notizen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>List all marks and notes of the log</source>
            <translation>Alle Markierungen und Notizen des Protokolls auflisten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Clear Log</source>
            <translation>Protokoll leeren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Hide the events so far; “Show Cleared Events” shows them again</source>
            <translation>Die bisherigen Ereignisse ausblenden; „Geleerte Ereignisse zeigen“ zeigt sie wieder</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Show Cleared Events</source>
            <translation>Geleerte Ereignisse anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Show the events that were cleared</source>
            <translation>Die Ereignisse zeigen, die geleert wurden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy as Text</source>
            <translation>Als Text kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy the selected events as shown</source>
            <translation>Die ausgewählten Ereignisse so kopieren, wie sie angezeigt werden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>Copy as JSON</source>
            <translation>Als JSON kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy the selected events with all their fields</source>
            <translation>Die ausgewählten Ereignisse mit all ihren Feldern kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy Payload</source>
            <translation>Nutzdaten kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy the payloads of the selected events</source>
            <translation>Die Nutzdaten der ausgewählten Ereignisse kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy as redis-cli</source>
            <translation>Als redis-cli kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy the selected calls as shell commands that make them again</source>
            <translation>Die ausgewählten Aufrufe als Shell-Befehle kopieren, die sie wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy as Python</source>
            <translation>Als Python kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Copy the selected calls as a Python program that makes them again</source>
            <translation>Die ausgewählten Aufrufe als Python-Programm kopieren, das sie wiederholt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Put This Item Again…</source>
            <translation>Dieses Element erneut einlegen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Open the dialog that puts items with the item of the selected event</source>
            <translation>Den Dialog zum Einlegen mit dem Element des ausgewählten Ereignisses öffnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Compare Payloads</source>
            <translation>Nutzdaten vergleichen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Show where the payloads of two selected events differ</source>
            <translation>Zeigen, wo sich die Nutzdaten zweier ausgewählter Ereignisse unterscheiden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to Script Line</source>
            <translation>Zur Skriptzeile</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Go to the script line that made this call</source>
            <translation>Zu der Skriptzeile gehen, die diesen Aufruf gemacht hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Create Script from Events</source>
            <translation>Skript aus Ereignissen erstellen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/log_commands.py" />
            <source>Create a script from the selected calls, or from all calls in the log</source>
            <translation>Aus den ausgewählten Aufrufen oder aus allen Aufrufen im Protokoll ein Skript erstellen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <location filename="rqdebug/ui/log/pause_dialog.py" />
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Edit Filter</source>
            <translation>Filter bearbeiten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Move the cursor to the filter of the current log</source>
            <translation>Den Cursor in den Filter des aktuellen Protokolls setzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Clear Filter</source>
            <translation>Filter löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Clear the filter and show all events</source>
            <translation>Den Filter löschen und alle Ereignisse anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Save Filter…</source>
            <translation>Filter speichern…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Save the current filter under a name</source>
            <translation>Den aktuellen Filter unter einem Namen speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Styles…</source>
            <translation>Hervorhebungen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/filter_commands.py" />
            <source>Choose colours and fonts for events that match a filter</source>
            <translation>Farben und Schriften für Ereignisse wählen, auf die ein Filter passt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Capture</source>
            <translation>Mitschnitt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Open Capture…</source>
            <translation>Mitschnitt öffnen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Open a capture file and show its events</source>
            <translation>Eine Mitschnittdatei öffnen und ihre Ereignisse anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Record</source>
            <translation>Aufzeichnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Record new events to a capture file</source>
            <translation>Neue Ereignisse in eine Mitschnittdatei aufzeichnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Save the filtered events to a file</source>
            <translation>Die gefilterten Ereignisse in eine Datei speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Replay…</source>
            <translation>Aufrufe wiederholen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Repeat the selected calls, or all that are shown, on a target</source>
            <translation>Die ausgewählten Aufrufe oder alle angezeigten auf einem Ziel wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Export Selected…</source>
            <translation>Auswahl exportieren…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Save the selected events to a file</source>
            <translation>Die ausgewählten Ereignisse in eine Datei speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Debug</source>
            <translation>Debuggen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>Rule</source>
            <translation>Regel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>New Breakpoint…</source>
            <translation>Neuer Haltepunkt …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Hold calls of other programs that match a filter</source>
            <translation>Aufrufe anderer Programme anhalten, auf die ein Filter zutrifft</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>New Fault…</source>
            <translation>Neue Störung …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Delay, lose, change or fail calls of other programs that match a filter</source>
            <translation>Aufrufe anderer Programme, auf die ein Filter zutrifft, verzögern, verlieren, verändern oder scheitern lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Break on Calls Like This…</source>
            <translation>Solche Aufrufe anhalten …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Hold calls that have the value of the current cell of the log</source>
            <translation>Aufrufe anhalten, die den Wert der aktuellen Zelle des Protokolls haben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>Delay Calls Like This…</source>
            <translation>Solche Aufrufe verzögern …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Delay calls that have the value of the current cell of the log</source>
            <translation>Aufrufe verzögern, die den Wert der aktuellen Zelle des Protokolls haben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Edit Breakpoint or Fault…</source>
            <translation>Haltepunkt oder Störung bearbeiten …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Change what the selected breakpoint or fault does</source>
            <translation>Ändern, was der ausgewählte Haltepunkt oder die ausgewählte Störung bewirkt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Remove Breakpoint or Fault</source>
            <translation>Haltepunkt oder Störung entfernen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Remove the selected breakpoint or fault: what it holds continues</source>
            <translation>Den ausgewählten Haltepunkt oder die Störung entfernen: Was angehalten ist, läuft weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Enable All</source>
            <translation>Alle einschalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Switch all breakpoints and faults on</source>
            <translation>Alle Haltepunkte und Störungen einschalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Disable All</source>
            <translation>Alle ausschalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Switch all breakpoints and faults off</source>
            <translation>Alle Haltepunkte und Störungen ausschalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <location filename="rqdebug/ui/log/intervention_bar.py" />
            <location filename="rqdebug/ui/window/debugging/debug_actions.py" />
            <source>Stop All</source>
            <translation>Alles beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/rule_commands.py" />
            <source>Switch all breakpoints and faults off, thaw all queues, and let all held calls continue</source>
            <translation>Alle Haltepunkte und Störungen ausschalten, alle Queues auftauen und alle angehaltenen Aufrufe weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Held</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <source>Release Call</source>
            <translation>Aufruf weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <source>Let the selected held call continue, with the payload that you have edited</source>
            <translation>Den ausgewählten angehaltenen Aufruf weiterlaufen lassen, mit den geänderten Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <source>Step Call</source>
            <translation>Aufruf einen Schritt weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <source>Let the selected held call happen, and hold it again before its reply</source>
            <translation>Den ausgewählten angehaltenen Aufruf ausführen und vor seiner Antwort wieder anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <source>Release All Calls</source>
            <translation>Alle Aufrufe weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/held_commands.py" />
            <source>Let all held calls of all targets continue</source>
            <translation>Alle angehaltenen Aufrufe aller Ziele weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Freeze</source>
            <translation>Einfrieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Freeze Queue…</source>
            <translation>Queue einfrieren…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Let no item enter or leave the selected queue</source>
            <translation>Kein Element in die ausgewählte Queue oder aus ihr heraus lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Step Put</source>
            <translation>Ein put durchlassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Let the next item enter the selected frozen queue</source>
            <translation>Das nächste Element in die ausgewählte eingefrorene Queue lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Step Get</source>
            <translation>Ein get durchlassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Let the next item leave the selected frozen queue</source>
            <translation>Das nächste Element aus der ausgewählten eingefrorenen Queue lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Step Items…</source>
            <translation>Elemente durchlassen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Let several items pass the selected frozen queue</source>
            <translation>Mehrere Elemente in die ausgewählte eingefrorene Queue oder aus ihr heraus lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Thaw Queue</source>
            <translation>Queue auftauen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/freeze_commands.py" />
            <source>Let all calls of the selected frozen queue continue</source>
            <translation>Alle Aufrufe der ausgewählten eingefrorenen Queue weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>New Script</source>
            <translation>Neues Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Create an empty script</source>
            <translation>Ein leeres Skript erstellen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Open Script…</source>
            <translation>Skript öffnen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Open a script from a file</source>
            <translation>Ein Skript aus einer Datei öffnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Save the current script</source>
            <translation>Das aktuelle Skript speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Save As…</source>
            <translation>Speichern unter…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Save the current script to another file</source>
            <translation>Das aktuelle Skript in einer anderen Datei speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Run</source>
            <translation>Starten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run the current script once</source>
            <translation>Das aktuelle Skript einmal ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Loop</source>
            <translation>In Schleife ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Repeat the current script until stopped</source>
            <translation>Das aktuelle Skript wiederholen, bis es beendet wird</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Choose Targets of Runs</source>
            <translation>Ziele der Läufe auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Open the list in which you tick the targets that scripts run on</source>
            <translation>Die Liste öffnen, in der die Ziele angehakt werden, auf denen Skripte laufen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run Selection</source>
            <translation>Auswahl ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run the selected lines, and the definitions that they need</source>
            <translation>Die ausgewählten Zeilen ausführen, und die Definitionen, die sie brauchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run from Here</source>
            <translation>Ab hier ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run from the line with the cursor to the end, with the definitions that are needed</source>
            <translation>Von der Zeile des Cursors bis zum Ende ausführen, mit den Definitionen, die dafür nötig sind</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run with Options…</source>
            <translation>Mit Optionen ausführen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Choose the parameters, tests, loops, time limit, speed and seed of a run</source>
            <translation>Parameter, Tests, Durchläufe, Zeitgrenze, Tempo und Startwert eines Laufs wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run Files…</source>
            <translation>Dateien ausführen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run several scripts, one after the other</source>
            <translation>Mehrere Skripte nacheinander ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run Folder…</source>
            <translation>Ordner ausführen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run all scripts of a folder, one after the other</source>
            <translation>Alle Skripte eines Ordners nacheinander ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/window/runs/run_buttons.py" />
            <source>Stop</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Stop the current run</source>
            <translation>Den aktuellen Lauf beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Stop After This Loop</source>
            <translation>Nach diesem Durchlauf beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Stop the run at the end of the current loop</source>
            <translation>Den Lauf am Ende des aktuellen Durchlaufs beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Pause Run</source>
            <translation>Lauf anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Pause before the next vector</source>
            <translation>Vor dem nächsten Vektor anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Step</source>
            <translation>Einzelschritt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Run one vector of a paused run</source>
            <translation>Einen Vektor eines angehaltenen Laufs ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Toggle Breakpoint</source>
            <translation>Haltepunkt umschalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Pause runs before the current line</source>
            <translation>Läufe vor der aktuellen Zeile anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/scripts/breakpoint_marks.py" />
            <source>Edit Breakpoint…</source>
            <translation>Haltepunkt bearbeiten…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Let runs pause before the current line only on a condition, or after a number of hits</source>
            <translation>Läufe vor der aktuellen Zeile nur unter einer Bedingung oder nach einigen Treffern anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <location filename="rqdebug/ui/scripts/outline.py" />
            <source>Outline</source>
            <translation>Gliederung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Show or hide the statements of the script as a tree</source>
            <translation>Die Anweisungen des Skripts als Baum ein- oder ausblenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Generate Script…</source>
            <translation>Skript erzeugen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Generate a script that checks its own results</source>
            <translation>Ein Skript erzeugen, das seine Ergebnisse selbst prüft</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Save Report…</source>
            <translation>Bericht speichern…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/script_commands.py" />
            <source>Save the report of the last run as HTML, JUnit XML or JSON</source>
            <translation>Den Bericht des letzten Laufs als HTML, JUnit-XML oder JSON speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Show the help page of the focused panel</source>
            <translation>Die Hilfeseite zum Bereich mit dem Tastaturfokus anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Filter Language</source>
            <translation>Filtersprache</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Show the fields and operators of filters</source>
            <translation>Felder und Operatoren von Filtern anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Script Language</source>
            <translation>Skriptsprache</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Show the statements and functions of scripts</source>
            <translation>Anweisungen und Funktionen von Skripten anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Commands and Shortcuts</source>
            <translation>Befehle und Tastenkürzel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Show every command with its shortcut</source>
            <translation>Alle Befehle mit ihren Tastenkürzeln anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>About rqdebug</source>
            <translation>Über rqdebug</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/help_commands.py" />
            <source>Show the versions of rqdebug and of what it runs on</source>
            <translation>Die Versionen von rqdebug und dessen zeigen, worauf es läuft</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/export.py" />
            <source>an Arrow stream, as rqdebug records it</source>
            <translation>Arrow-Stream, wie rqdebug ihn aufzeichnet</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/export.py" />
            <source>Parquet, for pandas, DuckDB and others</source>
            <translation>Parquet, für pandas, DuckDB und andere</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/export.py" />
            <source>comma-separated values, for spreadsheets</source>
            <translation>Kommagetrennte Werte, für Tabellen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/export.py" />
            <source>a JSON object on each line</source>
            <translation>Ein JSON-Objekt je Zeile</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/export.py" />
            <source>a trace for Perfetto and chrome://tracing</source>
            <translation>Aufzeichnung für Perfetto und chrome://tracing</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>every</source>
            <translation>jede Kombination</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>pairwise</source>
            <translation>paarweise</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>random</source>
            <translation>zufällig</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>walk</source>
            <translation>Zufallspfad</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>one</source>
            <translation>eine</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>some</source>
            <translation>einige</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>either</source>
            <translation>beides</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>range</source>
            <translation>Bereich</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>unique</source>
            <translation>nie dasselbe</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>custom</source>
            <translation>eigene</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/decoders.py" />
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/decoders.py" />
            <source>Tree</source>
            <translation>Baum</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/decoders.py" />
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Hex</source>
            <translation>Hex</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/decoders.py" />
            <source>Pickle</source>
            <translation>Pickle</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/decoders.py" />
            <source>The pickle is cut off here, or is not valid</source>
            <translation>Der Pickle ist hier abgeschnitten oder ungültig</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Controller</source>
            <translation>Controller</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Certificates</source>
            <translation>Zertifikate</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>the trusted certificates of the system</source>
            <translation>die vertrauenswürdigen Zertifikate des Systems</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Payloads in events</source>
            <translation>Nutzdaten in Ereignissen</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>First 256 bytes</source>
            <translation>Die ersten 256 Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>A filter on the payload finds what is in these bytes.</source>
            <translation>Ein Filter auf die Nutzdaten findet, was in diesen Bytes steht.</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>First 4 KiB</source>
            <translation>Die ersten 4 KiB</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Events then take as much network and disk space as the payloads. A filter on the payload finds what is in these bytes.</source>
            <translation>Ereignisse brauchen dann so viel Netz und Plattenplatz wie die Nutzdaten. Ein Filter auf die Nutzdaten findet, was in diesen Bytes steht.</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>First 64 KiB</source>
            <translation>Die ersten 64 KiB</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Whole payloads</source>
            <translation>Ganze Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Redis or Valkey</source>
            <translation>Redis oder Valkey</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Calls on queues (uses MONITOR)</source>
            <translation>Aufrufe auf Queues (nutzt MONITOR)</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>MONITOR can halve the throughput of a busy server.</source>
            <translation>MONITOR kann den Durchsatz eines ausgelasteten Servers halbieren.</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>All commands (uses MONITOR)</source>
            <translation>Alle Befehle (nutzt MONITOR)</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Counters only (without MONITOR)</source>
            <translation>Nur Zähler (ohne MONITOR)</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Puts little load on the server. Shows how many items moved, but not which client moved them.</source>
            <translation>Belastet den Server wenig. Zeigt, wie viele Elemente bewegt wurden, aber nicht von welchem Client.</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>Allow changes (put, get, create and delete)</source>
            <translation>Änderungen erlauben (einlegen, entnehmen, anlegen und löschen)</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>equals the value</source>
            <translation>ist gleich dem Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>does not equal the value</source>
            <translation>ist nicht gleich dem Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>is less than the value</source>
            <translation>ist kleiner als der Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>is less than or equal to the value</source>
            <translation>ist kleiner oder gleich dem Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>is greater than the value</source>
            <translation>ist größer als der Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>is greater than or equal to the value</source>
            <translation>ist größer oder gleich dem Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>contains the text</source>
            <translation>enthält den Text</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>begins with the text</source>
            <translation>beginnt mit dem Text</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>ends with the text</source>
            <translation>endet mit dem Text</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>matches the regular expression anywhere; (?i) at its start ignores case</source>
            <translation>enthält eine Stelle, auf die der reguläre Ausdruck passt; (?i) am Anfang ignoriert Groß- und Kleinschreibung</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>equals one of the values</source>
            <translation>ist gleich einem der Werte</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>is in the range, both ends included; one end can be left out; times can go over midnight</source>
            <translation>liegt im Bereich, beide Grenzen eingeschlossen; eine Grenze kann fehlen; Uhrzeiten können über Mitternacht reichen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>is in the network, IPv4 or IPv6; a Unix socket is in none</source>
            <translation>liegt in dem Netz, IPv4 oder IPv6; ein Unix-Socket liegt in keinem</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>the start of a call that is still waiting, and that no debugger holds</source>
            <translation>der Anfang eines Aufrufs, der noch wartet und den kein Debugger anhält</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>the start of a call that a debugger still holds</source>
            <translation>der Anfang eines Aufrufs, den ein Debugger noch anhält</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>the event is marked, with or without a note</source>
            <translation>das Ereignis ist markiert, mit oder ohne Notiz</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>at most this long ago, or before the end of a capture</source>
            <translation>höchstens so lange her, oder vor dem Ende eines Mitschnitts</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>matches the filter saved under this name</source>
            <translation>passt auf den Filter, der unter diesem Namen gespeichert ist</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>the condition does not match</source>
            <translation>die Bedingung trifft nicht zu</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>both match; and binds more tightly than or, parentheses group</source>
            <translation>beide treffen zu; and bindet stärker als or, Klammern fassen zusammen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>at least one matches</source>
            <translation>mindestens eine trifft zu</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>an empty filter matches every event</source>
            <translation>ein leerer Filter passt auf jedes Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the method that was called</source>
            <translation>die aufgerufene Methode</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the name of the queue, or its namespace if it has no name</source>
            <translation>der Name der Queue oder ihr Namensraum, wenn sie keinen Namen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a text such as jobs or "two words"</source>
            <translation>ein Text wie jobs oder "zwei Wörter"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the name of the client that made the call</source>
            <translation>der Name des Clients, von dem der Aufruf kam</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the address of the client</source>
            <translation>die Adresse des Clients</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>an address such as "10.0.0.7:40312"</source>
            <translation>eine Adresse wie "10.0.0.7:40312"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the result of the call</source>
            <translation>das Ergebnis des Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>start: the call begins to wait; end: the call has returned</source>
            <translation>start: der Aufruf beginnt zu warten; end: der Aufruf ist zurückgekehrt</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the time of the event: a local time of day, or a date and time</source>
            <translation>der Zeitpunkt des Ereignisses: eine lokale Uhrzeit oder Datum und Uhrzeit</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a time of day such as 14:03, 14:03:20.118 or, in UTC, 14:03Z</source>
            <translation>eine Uhrzeit wie 14:03, 14:03:20.118 oder, in UTC, 14:03Z</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>how long the call has waited so far; of a task, how long it ran</source>
            <translation>wie lange der Aufruf bisher gewartet hat; bei einer Aufgabe, wie lange sie lief</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a duration such as 5ms or 1.5s</source>
            <translation>eine Dauer wie 5ms oder 1.5s</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the time that the target itself worked for the call, where it is measured</source>
            <translation>die Zeit, die das Ziel selbst für den Aufruf gearbeitet hat, wo sie gemessen wird</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>how long the call may wait; forever (no timeout) is the longest</source>
            <translation>wie lange der Aufruf warten darf; forever (ohne Zeitgrenze) ist am längsten</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a duration such as 5ms or 1.5s, or forever</source>
            <translation>eine Dauer wie 5ms oder 1.5s, oder forever</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the number of bytes of the payload</source>
            <translation>die Zahl der Bytes der Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a size such as 512 or 4KiB</source>
            <translation>eine Größe wie 512 oder 4KiB</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the number of items in the queue after the call</source>
            <translation>die Zahl der Elemente in der Queue nach dem Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a whole number such as 3</source>
            <translation>eine ganze Zahl wie 3</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the number of items that the call put or took</source>
            <translation>die Zahl der Elemente, die der Aufruf eingelegt oder entnommen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>0 for the first item of a call, 1, 2, … for its further items</source>
            <translation>0 beim ersten Element eines Aufrufs, 1, 2, … bei seinen weiteren Elementen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the encoding of the payload</source>
            <translation>die Kodierung der Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the number of the event at its target</source>
            <translation>die Nummer des Ereignisses bei seinem Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the number of the call; its start and its end have the same</source>
            <translation>die Nummer des Aufrufs; Anfang und Ende haben dieselbe</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the number of the item; its put and its get have the same</source>
            <translation>die Nummer des Elements; sein put und sein get haben dieselbe</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a whole number such as 3, or none</source>
            <translation>eine ganze Zahl wie 3, oder none</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>how often the item was leased; 0 if it never was</source>
            <translation>wie oft das Element geleast wurde; 0, wenn nie</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the debugger's rule that acted on the call; 0 for none</source>
            <translation>die Regel des Debuggers, die auf den Aufruf gewirkt hat; 0 für keine</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the payload as text; payload.order.id is a member of a JSON payload, and so is payload["two words"][0]</source>
            <translation>die Nutzdaten als Text; payload.order.id ist ein Element von JSON-Nutzdaten, ebenso payload["two words"][0]</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the kind of the queue; not in the log, only for calls that are stopped or disturbed</source>
            <translation>die Art der Queue; nicht im Protokoll, nur für Aufrufe, die angehalten oder gestört werden</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the namespace of the queue, also if it has a name; not in the log</source>
            <translation>der Namensraum der Queue, auch wenn sie einen Namen hat; nicht im Protokoll</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the priority of the item; not in the log</source>
            <translation>die Priorität des Elements; nicht im Protokoll</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a number, true, false, null, or a text such as "nut"</source>
            <translation>eine Zahl, true, false, null oder ein Text wie "nut"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>JSON of the fields that this version does not know</source>
            <translation>JSON der Felder, die diese Version nicht kennt</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the name of the target that reported the event</source>
            <translation>der Name des Ziels, von dem das Ereignis kommt</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>the note on the event; empty if it has none</source>
            <translation>die Notiz zum Ereignis; leer, wenn es keine hat</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A call and its expected result. The comparisons are == != &lt; &lt;= &gt; &gt;= in and not in.</source>
            <translation>Ein Aufruf und sein erwartetes Ergebnis. Die Vergleiche sind == != &lt; &lt;= &gt; &gt;= in und not in.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>The call must raise this error, or one of several.</source>
            <translation>Der Aufruf muss diesen Fehler oder einen von mehreren auslösen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A condition that values must meet. It can contain calls of queues, which are made from left to right until the condition is decided.</source>
            <translation>Eine Bedingung, die Werte erfüllen müssen. Sie kann Aufrufe von Queues enthalten, die von links nach rechts gemacht werden, bis die Bedingung entschieden ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Check the condition every 0.02 seconds, or every=… seconds, until it is met. It fails after 5 seconds, or after timeout=… seconds. An error such as Empty counts as not met.</source>
            <translation>Prüft die Bedingung alle 0,02 Sekunden oder alle every=… Sekunden, bis sie erfüllt ist. Nach 5 Sekunden oder nach timeout=… Sekunden schlägt sie fehl. Ein Fehler wie Empty zählt als nicht erfüllt.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Assign a value to a name.</source>
            <translation>Weist einem Namen einen Wert zu.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A value that --set count=5 of rqdebug run, or a TOML file, can replace by another of the same type. The default is a constant.</source>
            <translation>Ein Wert, den --set count=5 von rqdebug run oder eine TOML-Datei durch einen anderen desselben Typs ersetzen kann. Der Vorgabewert ist eine Konstante.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A function, defined outside of blocks. A parameter that takes a queue, a target or a leased item has the annotation queue, target or lease. It sees the names above it. It can call functions above it, but not itself. return is its last statement.</source>
            <translation>Eine Funktion, außerhalb von Blöcken definiert. Ein Parameter, der eine Queue, ein Ziel oder ein geleastes Element annimmt, hat die Annotation queue, target oder lease. Sie sieht die Namen über ihr. Sie kann Funktionen über ihr aufrufen, aber nicht sich selbst. return ist ihre letzte Anweisung.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Execute the statements of another script here, and use its functions and names. The file is in the folder of the script or in one inside it. A file that is included again is not executed again. Results name the file and line.</source>
            <translation>Führt hier die Anweisungen eines anderen Skripts aus und macht seine Funktionen und Namen bekannt. Die Datei liegt im Ordner des Skripts oder in einem darin. Eine Datei, die noch einmal eingefügt wird, läuft nicht noch einmal. Ergebnisse nennen Datei und Zeile.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Prepare the test. If anything in the block does not pass, the rest of the script is not run, except teardown.</source>
            <translation>Bereitet den Test vor. Wenn etwas im Block nicht besteht, läuft der Rest des Skripts nicht, außer teardown.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Clean up. The block runs at the end of each pass, on connections of its own, also after an error or a stop. Several of them run from the last to the first. After a stop, all of them have 5 seconds.</source>
            <translation>Räumt auf. Der Block läuft am Ende jedes Durchgangs, über eigene Verbindungen, auch nach einem Fehler oder einem Stopp. Mehrere laufen vom letzten zum ersten. Nach einem Stopp haben alle zusammen 5 Sekunden.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A test with a name and tags, by which -k of rqdebug run selects. An error that would end the lane ends only the test. Names that it assigns are visible only inside it.</source>
            <translation>Ein Test mit einem Namen und Schlagwörtern, nach denen -k von rqdebug run auswählt. Ein Fehler, der die Spur beenden würde, beendet nur den Test. Namen, die er zuweist, sind nur in ihm sichtbar.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>The block is not run. Its vectors count as skipped.</source>
            <translation>Der Block läuft nicht. Seine Vektoren zählen als übersprungen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A failure in the block is expected and counts as passed. If everything passes, the block fails: the reason is gone. Errors of the script or the connection count as always.</source>
            <translation>Ein Fehlschlag im Block ist erwartet und zählt als bestanden. Wenn alles besteht, schlägt der Block fehl: Der Grund ist entfallen. Fehler des Skripts oder der Verbindung zählen wie immer.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Repeat the block for each number of the range.</source>
            <translation>Wiederholt den Block für jede Zahl des Bereichs.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Repeat the block for each row of a file in the script's folder. A row of a CSV file is a dict of texts, with keys from the first line. Its separator is detected, or given with separator=';'; numbers=True makes numbers of cells. A row of a JSON array (.json) or of a JSON Lines file (.jsonl, .ndjson) is any value. A file without rows is an error.</source>
            <translation>Wiederholt den Block für jede Zeile einer Datei im Ordner des Skripts. Eine Zeile einer CSV-Datei ist ein Dict von Texten, mit Schlüsseln aus der ersten Zeile. Ihr Trennzeichen wird erkannt oder mit separator=';' angegeben; numbers=True macht Zahlen aus Zellen. Eine Zeile eines JSON-Arrays (.json) oder einer JSON-Lines-Datei (.jsonl, .ndjson) ist ein beliebiger Wert. Eine Datei ohne Zeilen ist ein Fehler.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Repeat the block a number of times.</source>
            <translation>Wiederholt den Block so oft wie angegeben.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Execute the block up to this many times, until everything in it passes. An attempt ends at its first failure. Only a failure of the last attempt counts; the others are shown as notes.</source>
            <translation>Führt den Block bis zu so viele Male aus, bis alles darin besteht. Ein Versuch endet beim ersten Fehlschlag. Nur ein Fehlschlag des letzten Versuchs zählt; die anderen erscheinen als Notizen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>If an error in the block would end its lane, only the block ends, and the lane continues after it. The results count as always.</source>
            <translation>Wenn ein Fehler im Block seine Spur beenden würde, endet nur der Block, und die Spur läuft danach weiter. Die Ergebnisse zählen wie immer.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Lease an item for the block. The end of the block acknowledges it; an error that ends the block gives it back. A block that has done either itself does nothing more.</source>
            <translation>Ein Element für den Block leasen. Das Ende des Blocks bestätigt es; ein Fehler, der den Block beendet, gibt es zurück. Hat der Block selbst eines davon getan, geschieht nichts weiter.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Disturb calls while the block runs, hold the calls on a queue, or expect events until shortly after it. What a block has set ends with it. The section on other programs explains them.</source>
            <translation>Stört Aufrufe, solange der Block läuft, hält die Aufrufe auf einer Queue an, oder erwartet Ereignisse bis kurz nach dem Block. Was ein Block gesetzt hat, endet mit ihm. Der Abschnitt über andere Programme erklärt sie.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Run the lanes in the block in parallel, and wait until all of them have ended.</source>
            <translation>Führt die Spuren im Block gleichzeitig aus und wartet, bis alle beendet sind.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>One sequence of statements of a parallel(). Names that it assigns are visible only inside it. Of several lanes with one name that call functions, reports number all but the first: producer#2.</source>
            <translation>Eine Folge von Anweisungen in parallel(). Namen, denen sie Werte zuweist, sind nur in ihr sichtbar. Von mehreren gleichnamigen Spuren, die Funktionen aufrufen, nummerieren Berichte alle bis auf die erste: producer#2.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Each call in the block must end within this duration; min="90ms" sets a minimum duration.</source>
            <translation>Jeder Aufruf im Block muss innerhalb dieser Dauer enden; min="90ms" setzt eine Mindestdauer.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Turns with the same name run one after the other, in the order of their numbers from 1, in any lane. A name can be any text.</source>
            <translation>Züge mit demselben Namen laufen nacheinander, in der Reihenfolge ihrer Nummern ab 1, auch in verschiedenen Spuren. Ein Name kann ein beliebiger Text sein.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Wait for a number of seconds.</source>
            <translation>Wartet die angegebene Zahl von Sekunden.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Wait until this many seconds after the script, or the parallel() around this lane, has started. The speed of the run scales these seconds.</source>
            <translation>Wartet bis zu diesem Zeitpunkt, in Sekunden seit dem Beginn des Skripts oder des parallel() um diese Spur. Das Tempo des Laufs verändert diese Sekunden.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Show a text in the output of the run.</source>
            <translation>Zeigt einen Text in der Ausgabe des Laufs.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A constant value.</source>
            <translation>Ein fester Wert.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>The value assigned to this name, in this lane or before the lane began.</source>
            <translation>Der Wert, der diesem Namen in dieser Spur oder vor ihrem Beginn zugewiesen wurde.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A list.</source>
            <translation>Eine Liste.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A dict.</source>
            <translation>Ein Dict.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A text with values in it. A width, a precision and d, f, g, s or x can follow a colon.</source>
            <translation>Ein Text mit eingesetzten Werten. Nach einem Doppelpunkt können Breite, Genauigkeit und d, f, g, s oder x folgen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>One member of a dict, a list or a text.</source>
            <translation>Ein Bestandteil eines Dicts, einer Liste oder eines Textes.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>The value of an item that lease() returned, and how often the item was leased; and what is known of a held call or an event: payload, method, queue, client, address, size and items. An event also has outcome, phase, waited, timeout, time, depth, codec, deliveries and rule.</source>
            <translation>Der Wert eines Elements, das lease() zurückgegeben hat, und wie oft es geleast wurde; und was von einem angehaltenen Aufruf oder einem Ereignis bekannt ist: payload, method, queue, client, address, size und items. Ein Ereignis hat auch outcome, phase, waited, timeout, time, depth, codec, deliveries und rule.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Arithmetic on numbers. On texts and bytes, + joins and * repeats.</source>
            <translation>Rechnen mit Zahlen. Bei Texten und Bytes hängt + aneinander, und * wiederholt.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>A number with the opposite sign.</source>
            <translation>Eine Zahl mit umgekehrtem Vorzeichen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Whether the comparison, or each of a chain, is true. Values without an order never are.</source>
            <translation>Ob der Vergleich oder jeder einer Kette wahr ist. Bei Werten ohne Ordnung ist er es nie.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>As in Python: the first value that decides. Those after it are not computed.</source>
            <translation>Wie in Python: der erste Wert, der entscheidet. Die danach werden nicht berechnet.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>Whether the value is false, empty, 0 or None.</source>
            <translation>Ob der Wert falsch, leer, 0 oder None ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>The result of a function. Random values depend on the seed of the run.</source>
            <translation>Das Ergebnis einer Funktion. Zufällige Werte hängen vom Startwert des Laufs ab.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_nodes.py" />
            <source>An environment variable, with a default if it is not set; or a secret from the environment, the keyring of the system (service rqdebug) or a prompt. Results and notes show the name of a secret instead of its value. Names are constant.</source>
            <translation>Eine Umgebungsvariable, mit einem Vorgabewert, falls sie nicht gesetzt ist; oder ein Geheimnis aus der Umgebung, dem Schlüsselbund des Systems (Dienst rqdebug) oder einer Abfrage. Ergebnisse und Notizen zeigen den Namen eines Geheimnisses statt seines Wertes. Namen sind fest.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Create a queue; kind is fifo, lifo or priority. The run closes it after each pass.</source>
            <translation>Legt eine Queue an; kind ist fifo, lifo oder priority. Der Lauf schließt sie nach jedem Durchlauf.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return the existing queue with this name or namespace.</source>
            <translation>Gibt die vorhandene Queue mit diesem Namen oder Namensraum zurück.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return the state of every queue, as a list of dicts.</source>
            <translation>Gibt den Zustand jeder Queue als Liste von Dicts zurück.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return a target of the run by its name. A script that uses this runs once, not once on each target.</source>
            <translation>Gibt ein Ziel des Laufs mit diesem Namen zurück. Ein Skript, das dies benutzt, läuft nur einmal statt einmal auf jedem Ziel.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Disturb the calls that match, as long as the block runs. The kinds are delay (seconds; low, high; mean, deviation), drop, duplicate, corrupt (bits, bytes or payload), reorder (window), throttle (rate), fail (code, message), empty, blackhole and disconnect.</source>
            <translation>Stört die passenden Aufrufe, solange der Block läuft. Die Arten sind delay (seconds; low, high; mean, deviation), drop, duplicate, corrupt (bits, bytes oder payload), reorder (window), throttle (rate), fail (code, message), empty, blackhole und disconnect.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Hold all calls that put items into the queue, take them, or both, until thaw or the end of the block. With fails=True they fail instead.</source>
            <translation>Hält alle Aufrufe an, die Elemente in die Queue einfügen, sie entnehmen, oder beides, bis thaw oder zum Ende des Blocks. Mit fails=True schlagen sie stattdessen fehl.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>End the freeze of a queue: its held calls continue.</source>
            <translation>Beendet das Einfrieren einer Queue: ihre angehaltenen Aufrufe laufen weiter.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Let items through a frozen queue in the order in which their calls arrived; side is puts or gets. Returns how many have passed.</source>
            <translation>Lässt Elemente durch eine eingefrorene Queue, in der Reihenfolge, in der ihre Aufrufe kamen; side ist puts oder gets. Gibt zurück, wie viele durchgelassen wurden.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Wait for the next call that matches, and hold it until release, fail or discard. at is start or end.</source>
            <translation>Wartet auf den nächsten passenden Aufruf und hält ihn an, bis release, fail oder discard. at ist start oder end.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Wait for an event that matches, and return it. It can have happened before, since the script or the test around this line began; an event that was returned to this lane is not returned again.</source>
            <translation>Wartet auf ein passendes Ereignis und gibt es zurück. Es kann schon geschehen sein, seit dem Beginn des Skripts oder des Tests um diese Zeile; ein Ereignis, das diese Spur schon bekommen hat, bekommt sie nicht noch einmal.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>The number of events that match, since the script or the test around this line began.</source>
            <translation>Die Anzahl der passenden Ereignisse seit dem Beginn des Skripts oder des Tests um diese Zeile.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Wait, and expect that no event matches: neither one that wait_for would return now, nor a later one.</source>
            <translation>Wartet und erwartet kein passendes Ereignis: weder eines, das wait_for jetzt zurückgäbe, noch ein späteres.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Expect this number of events that match, from the beginning of the block until within seconds after its end. The block ends as soon as there are this many.</source>
            <translation>Erwartet diese Anzahl passender Ereignisse, vom Beginn des Blocks bis within Sekunden nach seinem Ende. Der Block endet, sobald es so viele sind.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Put an item; wait for free space.</source>
            <translation>Legt ein Element ein; wartet auf freien Platz.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Take the next item; wait for one.</source>
            <translation>Entnimmt das nächste Element; wartet auf eines.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Put a list of items in order; wait for free space; return how many were put before the timeout.</source>
            <translation>Legt eine Liste von Elementen der Reihe nach ein; wartet auf freien Platz; gibt zurück, wie viele vor Ablauf der Zeitgrenze eingelegt wurden.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Take up to count items; wait only for the first.</source>
            <translation>Entnimmt bis zu count Elemente; wartet nur auf das erste.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return the items from start to stop without taking them.</source>
            <translation>Gibt die Elemente von start bis stop zurück, ohne sie zu entnehmen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>List the blocked calls in the order in which they began to wait, each as a dict.</source>
            <translation>Nennt die blockierten Aufrufe in der Reihenfolge, in der sie zu warten begannen, jeden als Dict.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Destroy all items, also leased and delayed ones; return how many there were.</source>
            <translation>Löscht alle Elemente, auch geleaste und verzögerte; liefert, wie viele es waren.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Move items to another queue in one step, and return how many were moved.</source>
            <translation>Verschiebt Elemente in einem Schritt in eine andere Queue und gibt zurück, wie viele es waren.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Report that the work on one taken item is done.</source>
            <translation>Meldet, dass die Arbeit an einem entnommenen Element erledigt ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Wait until all items are reported done; return whether they were done before the timeout.</source>
            <translation>Wartet, bis alle Elemente als erledigt gemeldet sind; gibt zurück, ob das vor Ablauf der Zeitgrenze geschah.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Refuse all further puts.</source>
            <translation>Lässt kein weiteres Einlegen mehr zu.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return the number of items in the queue.</source>
            <translation>Gibt die Zahl der Elemente in der Queue zurück.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return the maximum number of items; 0 means no limit.</source>
            <translation>Gibt die Höchstzahl der Elemente zurück; 0 heißt unbegrenzt.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return the state of a queue as a dict: size, maxsize, kind, puts, gets, bytes and more.</source>
            <translation>Gibt den Zustand einer Queue als Dict zurück: size, maxsize, kind, puts, gets, bytes und mehr.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Destroy the queue for all clients; return how many items it contained.</source>
            <translation>Löscht die Queue für alle Clients; gibt zurück, wie viele Elemente sie enthielt.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Take the next item until it is acknowledged; wait for one.</source>
            <translation>Das nächste Element entnehmen, bis es bestätigt wird; auf eines warten.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>List the leased items, each as a dict: which client has the item, since when, and until when.</source>
            <translation>Die geleasten Elemente auflisten, jedes als Dict: welcher Client das Element hat, seit wann und bis wann.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Put an item without waiting; raise Full if there is no space.</source>
            <translation>Legt ein Element ein, ohne zu warten; löst Full aus, wenn kein Platz ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Take the next item without waiting; raise Empty if there is none.</source>
            <translation>Entnimmt das nächste Element, ohne zu warten; löst Empty aus, wenn es keines gibt.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return whether the queue holds no items.</source>
            <translation>Gibt zurück, ob die Queue leer ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Return whether the queue holds its maximum number of items.</source>
            <translation>Gibt zurück, ob die Queue ihre Höchstzahl an Elementen enthält.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Acknowledge a leased item: the work on it is done, and it is removed for good.</source>
            <translation>Ein geleastes Element bestätigen: Die Arbeit daran ist getan, und es ist endgültig entfernt.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Give a leased item back: it returns to its place in the queue, or to the dead-letter queue if it had too many deliveries.</source>
            <translation>Ein geleastes Element zurückgeben: Es kommt an seinen Platz in der Queue zurück, oder in die Dead-Letter-Queue, wenn es zu oft zugestellt wurde.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Let a lease end some seconds from now; without a number, after the same duration as at first.</source>
            <translation>Eine Lease einige Sekunden von jetzt an enden lassen; ohne Zahl nach derselben Dauer wie zuerst.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Let the call continue, unchanged, or with another item or priority. Of a get that is held at its end, the client receives this item.</source>
            <translation>Lässt den Aufruf weiterlaufen, unverändert oder mit einem anderen Element oder einer anderen Priorität. Bei einem get, das an seinem Ende angehalten ist, bekommt der Client dieses Element.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Answer the call with an error, such as FULL or TOOMANY.</source>
            <translation>Beantwortet den Aufruf mit einem Fehler, etwa FULL oder TOOMANY.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>Let the call continue without its items: a put is lost, a get takes the next.</source>
            <translation>Lässt den Aufruf ohne seine Elemente weiterlaufen: ein put ist verloren, ein get nimmt das nächste.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A random whole number from low to high. It depends on the seed of the run.</source>
            <translation>Eine zufällige ganze Zahl von low bis high. Sie hängt vom Startwert des Laufs ab.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A random member of a list. It depends on the seed of the run.</source>
            <translation>Ein zufälliger Bestandteil einer Liste. Er hängt vom Startwert des Laufs ab.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>Random data; size is in bytes, codec is raw, text or json.</source>
            <translation>Zufällige Daten; size ist in Bytes, codec ist raw, text oder json.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A text that is different for each call of unique().</source>
            <translation>Ein Text, der bei jedem Aufruf von unique() anders ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>An item whose payload is this pickle; the pickle is never loaded.</source>
            <translation>Ein Element, dessen Nutzdaten dieser Pickle sind; er wird nie geladen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>An item with exactly this payload, even if it is malformed; codec is raw, text or json.</source>
            <translation>Ein Element mit genau diesen Nutzdaten, auch wenn sie fehlerhaft sind; codec ist raw, text oder json.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>The number of members, characters or bytes of a value.</source>
            <translation>Die Zahl der Bestandteile, Zeichen oder Bytes eines Wertes.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>The members of a list in ascending order.</source>
            <translation>Die Bestandteile einer Liste in aufsteigender Reihenfolge.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>Equals every number close to this one: within rel of its size (a millionth by default) or within abs. Lists and dicts of numbers work too.</source>
            <translation>Ist gleich jeder Zahl nahe dieser: innerhalb von rel ihrer Größe (ohne Angabe ein Millionstel) oder innerhalb von abs. Listen und Dicts von Zahlen gehen auch.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>Equals every dict that has at least these keys with these values, at any depth.</source>
            <translation>Ist gleich jedem Dict, das mindestens diese Schlüssel mit diesen Werten hat, in jeder Tiefe.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>Equals every text in which this regular expression of RE2 matches somewhere; (?i) at its start ignores case, ^ and $ are its ends.</source>
            <translation>Ist gleich jedem Text, in dem dieser reguläre Ausdruck von RE2 irgendwo passt; (?i) am Anfang ignoriert Groß- und Kleinschreibung, ^ und $ sind die Enden.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>The smallest of these values, or of the members of one list.</source>
            <translation>Der kleinste dieser Werte oder der Elemente einer Liste.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>The largest of these values, or of the members of one list.</source>
            <translation>Der größte dieser Werte oder der Elemente einer Liste.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>The sum of the numbers of a list.</source>
            <translation>Die Summe der Zahlen einer Liste.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A number without its sign.</source>
            <translation>Eine Zahl ohne ihr Vorzeichen.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A number with this many decimals; a half rounds to the even digit.</source>
            <translation>Eine Zahl mit so vielen Nachkommastellen; eine Hälfte wird zur geraden Ziffer gerundet.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A text or a number as a whole number; decimals are cut off.</source>
            <translation>Ein Text oder eine Zahl als ganze Zahl; Nachkommastellen fallen weg.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A text or a number as a number with decimals.</source>
            <translation>Ein Text oder eine Zahl als Kommazahl.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>A value as text.</source>
            <translation>Ein Wert als Text.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>Whether a member of a list is true.</source>
            <translation>Ob ein Element einer Liste wahr ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>Whether all members of a list are true.</source>
            <translation>Ob alle Elemente einer Liste wahr sind.</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>ready</source>
            <translation>bereit</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>next in order</source>
            <translation>als Nächstes an der Reihe</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>finished early</source>
            <translation>vorzeitig fertig</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>running</source>
            <translation>läuft</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>not started</source>
            <translation>nicht begonnen</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>All tasks are finished.</source>
            <translation>Alle Aufgaben sind erledigt.</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>Workers that run a task: {busy} of {workers}.</source>
            <translation>Worker mit einer Aufgabe: {busy} von {workers}.</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>Task {task} is next: {worker} has been running it for {seconds} s.</source>
            <translation>Aufgabe {task} ist die nächste: {worker} bearbeitet sie seit {seconds} s.</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>Task {task} is next: no worker has started it.</source>
            <translation>Aufgabe {task} ist die nächste: Noch kein Worker hat sie begonnen.</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>Task {task} blocks later results: {worker} has been running it for {seconds} s. Finished results that wait: {buffered}.</source>
            <translation>Aufgabe {task} blockiert spätere Ergebnisse: {worker} bearbeitet sie seit {seconds} s. Fertige Ergebnisse, die warten: {buffered}.</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/parallel_progress.py" />
            <source>Task {task} blocks later results: no worker has started it. Finished results that wait: {buffered}.</source>
            <translation>Aufgabe {task} blockiert spätere Ergebnisse: Noch kein Worker hat sie begonnen. Fertige Ergebnisse, die warten: {buffered}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Last 10 s</source>
            <translation>Letzte 10 s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Last minute</source>
            <translation>Letzte Minute</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Last 10 min</source>
            <translation>Letzte 10 min</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>All events</source>
            <translation>Alle Ereignisse</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Select Range</source>
            <translation>Bereich auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Filter Log by Range</source>
            <translation>Protokoll nach Bereich filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Reset Zoom</source>
            <translation>Zoom zurücksetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>No data yet. Charts appear here when the log shows events.</source>
            <translation>Noch keine Daten. Diagramme erscheinen hier, sobald das Protokoll Ereignisse zeigt.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>items</source>
            <translation>Elemente</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>items/s</source>
            <translation>Elemente/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <location filename="rqdebug/ui/charts/plots.py" />
            <source>calls</source>
            <translation>Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <location filename="rqdebug/ui/charts/plots.py" />
            <source>waited</source>
            <translation>wartete</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>items put/s</source>
            <translation>eingelegt/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>items taken/s</source>
            <translation>entnommen/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>blocked calls</source>
            <translation>blockierte Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>The {n} busiest of {all} queues</source>
            <translation>Die {n} aktivsten von {all} Queues</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Time range</source>
            <translation>Zeitraum</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Show all data again. A double click on the chart, or Home in it, does so too.</source>
            <translation>Alle Daten wieder zeigen. Ein Doppelklick auf das Diagramm oder Pos1 darin tut dasselbe.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Depth</source>
            <translation>Füllstand</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Rates</source>
            <translation>Raten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Latency</source>
            <translation>Latenz</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Blocked</source>
            <translation>Blockiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Histogram</source>
            <translation>Histogramm</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/charts_dock.py" />
            <source>Timeline</source>
            <translation>Zeitleiste</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/charts/plots.py" />
            <source>{n} calls</source>
            <translation>
                <numerusform>{n} Aufruf</numerusform>
                <numerusform>{n} Aufrufe</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>put</source>
            <translation>put</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>get</source>
            <translation>get</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>blocked</source>
            <translation>blockiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>held</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>failed task</source>
            <translation>gescheiterte Aufgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>other calls</source>
            <translation>andere Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>held for {time}</source>
            <translation>angehalten seit {time}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>blocked for {time}</source>
            <translation>blockiert seit {time}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/charts/timeline.py" />
            <source>The {n} busiest of {all} clients</source>
            <translation>Die {n} aktivsten von {all} Clients</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <source>Answer With Error</source>
            <translation>Mit Fehler antworten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <source>The usual message</source>
            <translation>Die übliche Meldung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <source>Answer call {n}: {method} on {queue}</source>
            <translation>Auf Aufruf {n} antworten: {method} auf {queue}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Error</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Message</source>
            <translation>Meldung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <source>The items that the call has taken are lost then.</source>
            <translation>Die Elemente, die der Aufruf entnommen hat, gehen dann verloren.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/answer_dialog.py" />
            <source>Answer</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/breakpoints_view.py" />
            <source>No breakpoints and faults.
{keys} adds one; or right-click a call in the log, and choose “Break on Calls Like This”.</source>
            <translation>Keine Haltepunkte und Störungen.
{keys} fügt einen hinzu; oder klicken Sie im Protokoll mit der rechten Taste auf einen Aufruf und wählen Sie „Solche Aufrufe anhalten“.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/edit_item_dialog.py" />
            <source>Edit Item</source>
            <translation>Element ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/edit_item_dialog.py" />
            <source>Item {n} of {queue}</source>
            <translation>Element {n} von {queue}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/edit_item_dialog.py" />
            <source>Change Item</source>
            <translation>Element ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/evaluation_line.py" />
            <source>unknown</source>
            <translation>unbekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/evaluation_line.py" />
            <source>The payload has no such member</source>
            <translation>Die Nutzdaten haben kein solches Feld</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/evaluation_line.py" />
            <source>Expression, such as payload.order.id or size &gt; 100</source>
            <translation>Ausdruck, etwa payload.order.id oder size &gt; 100</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/evaluation_line.py" />
            <source>Expression</source>
            <translation>Ausdruck</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/evaluation_line.py" />
            <source>Evaluate</source>
            <translation>Auswerten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Puts and gets</source>
            <translation>put und get</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Only puts: no item enters</source>
            <translation>Nur put: kein Element kommt hinein</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Only gets: no item leaves</source>
            <translation>Nur get: kein Element kommt heraus</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Gets: items leave</source>
            <translation>get: Elemente kommen heraus</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Puts: items enter</source>
            <translation>put: Elemente kommen hinein</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Freeze Queue</source>
            <translation>Queue einfrieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Calls fail instead of waiting</source>
            <translation>Aufrufe scheitern, statt zu warten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Calls of other programs wait until you thaw the queue, or close this window.</source>
            <translation>Aufrufe anderer Programme warten, bis die Queue aufgetaut oder dieses Fenster geschlossen wird.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Step Items</source>
            <translation>Elemente durchlassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <source>Let pass</source>
            <translation>Durchlassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/freeze_dialogs.py" />
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Items</source>
            <translation>Elemente</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Release</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let the call continue unchanged</source>
            <translation>Den Aufruf unverändert weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Release Changed</source>
            <translation>Geändert weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let the call continue with the edited payload</source>
            <translation>Den Aufruf mit den geänderten Nutzdaten weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let the call happen, and hold it again before its reply</source>
            <translation>Den Aufruf ausführen und vor seiner Antwort wieder anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Duplicate</source>
            <translation>Verdoppeln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let the call continue, with its item twice</source>
            <translation>Den Aufruf weiterlaufen lassen, mit seinem Element zweimal</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Discard</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let the call continue without its items</source>
            <translation>Den Aufruf ohne seine Elemente weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Answer With Error…</source>
            <translation>Mit Fehler antworten…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let the call fail with an error</source>
            <translation>Den Aufruf mit einem Fehler scheitern lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Release All</source>
            <translation>Alle weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Let all calls of all targets continue unchanged</source>
            <translation>Alle Aufrufe aller Ziele unverändert weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Call {n}: {problem}</source>
            <translation>Aufruf {n}: {problem}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Select a held call first</source>
            <translation>Zuerst einen angehaltenen Aufruf auswählen</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>{n} calls are held</source>
            <translation>
                <numerusform>{n} Aufruf ist angehalten</numerusform>
                <numerusform>{n} Aufrufe sind angehalten</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Call {n} continues: {why}. This text was not sent; “Revert” removes it.</source>
            <translation>Aufruf {n} läuft weiter: {why}. Dieser Text wurde nicht gesendet; „Zurücknehmen“ entfernt ihn.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Held calls</source>
            <translation>Angehaltene Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>This window holds no calls.</source>
            <translation>Dieses Fenster hält keine Aufrufe an.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>Add a breakpoint, or freeze a queue, to stop calls of other programs here.</source>
            <translation>Ein Haltepunkt oder eine eingefrorene Queue hält Aufrufe anderer Programme hier an.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/held_calls_view.py" />
            <source>If other debuggers hold calls, click on their number in the status bar to list them.</source>
            <translation>Wenn andere Debugger Aufrufe anhalten, zeigt ein Klick auf ihre Anzahl in der Statusleiste sie hier.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Revert</source>
            <translation>Zurücknehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Compare…</source>
            <translation>Vergleichen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Select a held call to see its payload.</source>
            <translation>Einen angehaltenen Aufruf auswählen, um seine Nutzdaten zu sehen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Payload to edit</source>
            <translation>Nutzdaten zum Ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Form of the text</source>
            <translation>Form des Textes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Show the payload of the call again</source>
            <translation>Die Nutzdaten des Aufrufs wieder zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Show where the edited payload differs from the original</source>
            <translation>Zeigen, worin sich die geänderten Nutzdaten vom Original unterscheiden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>This call has no payload now.</source>
            <translation>Dieser Aufruf hat jetzt keine Nutzdaten.</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>This call has {n} items; only calls with one item can be edited.</source>
            <translation>
                <numerusform>Dieser Aufruf hat {n} Element; nur Aufrufe mit einem Element lassen sich ändern.</numerusform>
                <numerusform>Dieser Aufruf hat {n} Elemente; nur Aufrufe mit einem Element lassen sich ändern.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/payload_editing.py" />
            <source>Only the first 64 KiB of this payload are known; larger payloads cannot be edited.</source>
            <translation>Nur die ersten 64 KiB dieser Nutzdaten sind bekannt; größere lassen sich nicht ändern.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <source>such as queue == jobs and method == put; empty: all calls</source>
            <translation>etwa queue == jobs and method == put; leer: alle Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Action</source>
            <translation>Wirkung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Calls</source>
            <translation>Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>s</source>
            <translation>s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <source>Everything that is held continues when the rule is removed, or the window is closed.</source>
            <translation>Alles Angehaltene läuft weiter, wenn die Regel entfernt oder das Fenster geschlossen wird.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <source>Longest hold</source>
            <translation>Längstes Anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <source>Most held calls</source>
            <translation>Höchstens angehalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/debugging/rule_dialog.py" />
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <location filename="rqdebug/ui/models/json_tree.py" />
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <source>Run Several Scripts</source>
            <translation>Mehrere Skripte ausführen</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>{n} scripts</source>
            <translation>
                <numerusform>{n} Skript</numerusform>
                <numerusform>{n} Skripte</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>until stopped</source>
            <translation>bis zum Beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <source>Rounds</source>
            <translation>Runden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/batch_dialog.py" />
            <source>Stop at the first script that does not pass</source>
            <translation>Nach dem ersten Skript aufhören, das nicht besteht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/login_dialog.py" />
            <source>Save in keyring</source>
            <translation>Im Schlüsselbund speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <source>Read-only: never change this target</source>
            <translation>Nur lesen: dieses Ziel nie ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <source>Favourite</source>
            <translation>Favorit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>Test Connection</source>
            <translation>Verbindung testen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>Connect Again</source>
            <translation>Noch einmal verbinden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>This system has no keyring</source>
            <translation>Dieses System hat keinen Schlüsselbund</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>Connecting…</source>
            <translation>Wird verbunden…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>Go to Target</source>
            <translation>Zum Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>This server is open already, as {target}.</source>
            <translation>Dieser Server ist schon offen, als {target}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <source>rq:// sends passwords and payloads unencrypted. Use rqs:// outside of this machine.</source>
            <translation>rq:// überträgt Passwörter und Nutzdaten unverschlüsselt. Außerhalb dieses Rechners rqs:// verwenden.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <source>Optional; host and port by default</source>
            <translation>Optional; sonst Host und Port</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>default</source>
            <translation>Standard</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/login_dialog.py" />
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>User</source>
            <translation>Benutzer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/login_dialog.py" />
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <location filename="rqdebug/ui/widgets/color_box.py" />
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/connect_dialog.py" />
            <location filename="rqdebug/ui/window/welcome.py" />
            <source>Recent targets</source>
            <translation>Zuletzt verwendete Ziele</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Create Queue on {target}</source>
            <translation>Queue anlegen auf {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Keep items over a restart</source>
            <translation>Elemente über einen Neustart behalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Asking the target…</source>
            <translation>Das Ziel wird gefragt…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Queues of this target have no leases</source>
            <translation>Queues dieses Ziels haben keine Leases</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>None, because deliveries are unlimited</source>
            <translation>Keine bei unbegrenzten Zustellungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Queue {name} already exists. Choose another name.</source>
            <translation>Die Queue {name} gibt es schon. Einen anderen Namen wählen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Enter the name of the dead-letter queue.</source>
            <translation>Den Namen der Dead-Letter-Queue eingeben.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>A queue cannot be its own dead-letter queue.</source>
            <translation>Eine Queue kann nicht ihre eigene Dead-Letter-Queue sein.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Optional; the namespace is enough</source>
            <translation>Optional; der Namensraum genügt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>unlimited</source>
            <translation>unbegrenzt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Maximum number of items</source>
            <translation>Höchstzahl der Elemente</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>The target saves each change before the call returns</source>
            <translation>Das Ziel sichert jede Änderung, bevor der Aufruf endet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Deliveries of an item</source>
            <translation>Zustellungen eines Elements</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>An item that was leased so often without an acknowledgement goes to the dead-letter queue</source>
            <translation>Ein Element, das so oft ohne Bestätigung geleast wurde, kommt in die Dead-Letter-Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Dead-letter queue</source>
            <translation>Dead-Letter-Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>It is created if it does not exist</source>
            <translation>Sie wird angelegt, wenn es sie nicht gibt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Durable</source>
            <translation>Dauerhaft</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/create_dialog.py" />
            <source>Create</source>
            <translation>Anlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Generate Script</source>
            <translation>Skript erzeugen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>The dialog cannot show all of these settings; rqdebug generate --like FILE uses all of them.</source>
            <translation>Der Dialog kann nicht alle diese Einstellungen zeigen; rqdebug generate --like DATEI verwendet alle.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Generate</source>
            <translation>Erzeugen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>maximum sizes</source>
            <translation>Höchstgrößen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>sizes</source>
            <translation>Größen</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>{n} vectors</source>
            <translation>
                <numerusform>{n} Vektor</numerusform>
                <numerusform>{n} Vektoren</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>there are more combinations; raise the number of vectors for all of them</source>
            <translation>es gibt mehr Kombinationen; für alle braucht es mehr Vektoren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>put=3 close=0; other methods as usual</source>
            <translation>put=3 close=0; andere Methoden wie üblich</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>0 3 (0: unlimited)</source>
            <translation>0 3 (0: unbegrenzt)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Optional; one name per queue</source>
            <translation>Optional; ein Name je Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>They exist already</source>
            <translation>Sie existieren schon</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>The script uses queues of these names, which must be empty</source>
            <translation>Das Skript verwendet Queues dieser Namen, die leer sein müssen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>JSON list, for example ["a", {"n": 1}]</source>
            <translation>JSON-Liste, zum Beispiel ["a", {"n": 1}]</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>bytes, for example 0 100 10000</source>
            <translation>Bytes, zum Beispiel 0 100 10000</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Strategy</source>
            <translation>Strategie</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Vectors</source>
            <translation>Vektoren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Methods</source>
            <translation>Methoden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  weights</source>
            <translation>  Gewichte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Queue kinds</source>
            <translation>Arten der Queues</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Maximum sizes</source>
            <translation>Höchstgrößen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Names</source>
            <translation>Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Queues per vector</source>
            <translation>Queues je Vektor</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  number</source>
            <translation>  Anzahl</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Block</source>
            <translation>Warten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Timeout</source>
            <translation>Zeitgrenze</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  minimum</source>
            <translation>  mindestens</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  maximum</source>
            <translation>  höchstens</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  custom</source>
            <translation>  eigene</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  sizes</source>
            <translation>  Größen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>  codecs</source>
            <translation>  Codecs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_dialog.py" />
            <source>Concurrent lanes</source>
            <translation>Gleichzeitige Spuren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_fields.py" />
            <source>{what}: enter whole numbers separated by spaces, for example 0 3 100</source>
            <translation>{what}: ganze Zahlen eingeben, durch Leerzeichen getrennt, zum Beispiel 0 3 100</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_fields.py" />
            <source>names: a quotation mark is missing</source>
            <translation>Namen: ein Anführungszeichen fehlt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_fields.py" />
            <source>weights: enter METHOD=WEIGHT separated by spaces, for example put=3 close=0</source>
            <translation>Gewichte: METHODE=GEWICHT durch Leerzeichen getrennt eingeben, zum Beispiel put=3 close=0</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/generate_fields.py" />
            <source>custom items: enter a JSON list, for example ["a", {"n": 1}]</source>
            <translation>eigene Elemente: eine JSON-Liste eingeben, zum Beispiel ["a", {"n": 1}]</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/input_rows.py" />
            <source>Secret {name}</source>
            <translation>Geheimnis {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/input_rows.py" />
            <source>No test has these words in its name or tags</source>
            <translation>Kein Test hat diese Wörter in Namen oder Schlagwörtern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/input_rows.py" />
            <source>all, or: orders and not slow</source>
            <translation>alle, oder: orders and not slow</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/input_rows.py" />
            <source>Run only tests with these words in their names or tags</source>
            <translation>Nur Tests ausführen, die diese Wörter in Namen oder Schlagwörtern haben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/input_rows.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Tests</source>
            <translation>Vergleiche</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/login_dialog.py" />
            <source>Log In to {target}</source>
            <translation>Anmelden bei {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/login_dialog.py" />
            <source>Log In</source>
            <translation>Anmelden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/merge_dialog.py" />
            <source>Merge Targets</source>
            <translation>Ziele zusammenführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/merge_dialog.py" />
            <source>Merge</source>
            <translation>Zusammenführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/merge_dialog.py" />
            <source>Show the events of these targets in one log:</source>
            <translation>Die Ereignisse dieser Ziele in einem Protokoll zeigen:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/option_editors.py" />
            <source>Already set in the URL</source>
            <translation>Steht bereits in der URL</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/option_editors.py" />
            <source>Browse…</source>
            <translation>Durchsuchen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/palette_dialog.py" />
            <source>Command Palette</source>
            <translation>Befehlspalette</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/palette_dialog.py" />
            <source>Type part of a command's name</source>
            <translation>Teil des Befehlsnamens eingeben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Keep these settings under a name</source>
            <translation>Diese Einstellungen unter einem Namen behalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Delete the chosen settings</source>
            <translation>Die gewählten Einstellungen löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Settings of {script}</source>
            <translation>Einstellungen von {script}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Last used</source>
            <translation>Zuletzt verwendet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Defaults</source>
            <translation>Voreinstellungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>cannot save the settings: {why}</source>
            <translation>die Einstellungen können nicht gespeichert werden: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <source>Save Settings</source>
            <translation>Einstellungen speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/preset_row.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Put Item into {queue}</source>
            <translation>Element in {queue} einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>Save…</source>
            <translation>Speichern…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>From File…</source>
            <translation>Aus Datei…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Put</source>
            <translation>Einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <location filename="rqdebug/ui/services/progress_job.py" />
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Waiting until the queue has space…</source>
            <translation>Wartet, bis die Queue Platz hat…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>The item is the content of {file}, {size}.</source>
            <translation>Das Element ist der Inhalt von {file}, {size}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Write Item</source>
            <translation>Element schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Put File</source>
            <translation>Datei einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Save Item</source>
            <translation>Element speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Recently put</source>
            <translation>Zuletzt eingelegt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/content_model.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Codec</source>
            <translation>Codec</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Item</source>
            <translation>Element</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>The item as text, JSON or hexadecimal digits</source>
            <translation>Das Element als Text, JSON oder Hexadezimalziffern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Saved and recent items</source>
            <translation>Gespeicherte und letzte Elemente</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Remove the selected item from this list</source>
            <translation>Das ausgewählte Element aus dieser Liste entfernen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Priority</source>
            <translation>Priorität</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Wait if the queue is full</source>
            <translation>Warten, wenn die Queue voll ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>Number of times</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/put_dialog.py" />
            <source>do not wait</source>
            <translation>nicht warten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/rename_dialog.py" />
            <source>Rename “{name}”</source>
            <translation>„{name}“ umbenennen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/rename_dialog.py" />
            <source>New name</source>
            <translation>Neuer Name</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/rename_dialog.py" />
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <source>Replay</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>Choose a target</source>
            <translation>Ziel auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>as fast as possible</source>
            <translation>so schnell wie möglich</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <source>Expect each get to return its recorded item</source>
            <translation>Von jedem get das aufgezeichnete Element erwarten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <source>Otherwise, clients that compete for items can get them in another order</source>
            <translation>Sonst dürfen Clients, die um Elemente konkurrieren, sie in anderer Reihenfolge erhalten</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <location filename="rqdebug/ui/log/selection_summary.py" />
            <source>{n} events</source>
            <translation>
                <numerusform>{n} Ereignis</numerusform>
                <numerusform>{n} Ereignisse</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <source>Repeat the calls of {log} ({count})</source>
            <translation>Die Aufrufe von {log} wiederholen ({count})</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/replay_dialog.py" />
            <source>Speed</source>
            <translation>Tempo</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Run with Options</source>
            <translation>Mit Optionen ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>no limit</source>
            <translation>unbegrenzt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Stop at the first failure</source>
            <translation>Beim ersten Fehlschlag beenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>new in each run</source>
            <translation>bei jedem Lauf neu</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Start paused, to run the script step by step</source>
            <translation>Angehalten starten, um das Skript schrittweise auszuführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Loops</source>
            <translation>Durchläufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Time limit</source>
            <translation>Zeitlimit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Speed of at(…)</source>
            <translation>Tempo von at(…)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Pause before each vector</source>
            <translation>Pause vor jedem Vektor</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/run_dialog.py" />
            <source>Pause after each vector</source>
            <translation>Pause nach jedem Vektor</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/save_file.py" />
            <source>{file} already exists. Replace it?</source>
            <translation>{file} gibt es schon. Die Datei ersetzen?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/save_file.py" />
            <source>Replace File</source>
            <translation>Datei ersetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>As the desktop</source>
            <translation>Wie der Desktop</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>rqdebug has this language when you start it again.</source>
            <translation>rqdebug hat diese Sprache, wenn es wieder gestartet wird.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Choose…</source>
            <translation>Wählen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Logs of targets that you connect to from now on are in this folder.</source>
            <translation>In diesem Ordner liegen die Protokolle der Ziele, mit denen ab jetzt verbunden wird.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Folder for Logs</source>
            <translation>Ordner für Protokolle</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Example</source>
            <translation>Beispiel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Theme</source>
            <translation>Design</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Font of logs, payloads and scripts</source>
            <translation>Schrift von Protokollen, Nutzdaten und Skripten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Font size</source>
            <translation>Schriftgröße</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Payloads in events of new targets</source>
            <translation>Nutzdaten in Ereignissen neuer Ziele</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/settings_dialog.py" />
            <source>Folder of logs on disk</source>
            <translation>Ordner für Protokolle auf der Festplatte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Keyboard Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Assign</source>
            <translation>Zuweisen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>No Shortcut</source>
            <translation>Kein Kürzel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Default</source>
            <translation>Vorgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Reset All</source>
            <translation>Alle zurücksetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>{keys} is the shortcut of “{command}”.</source>
            <translation>{keys} ist das Kürzel von „{command}“.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Assign Anyway</source>
            <translation>Trotzdem zuweisen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Type part of a command or shortcut</source>
            <translation>Teil eines Befehls oder Kürzels eingeben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <location filename="rqdebug/ui/widgets/text_finder.py" />
            <source>Find</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Shortcut</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>New shortcut</source>
            <translation>Neues Kürzel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/shortcuts_dialog.py" />
            <source>Use a function key, or a key with Ctrl or Alt: other keys are for typing.</source>
            <translation>Eine Funktionstaste oder eine Taste mit Strg oder Alt verwenden: Andere Tasten sind zum Schreiben.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Styles</source>
            <translation>Hervorhebungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Text colour</source>
            <translation>Textfarbe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Background</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Bold</source>
            <translation>Fett</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Italic</source>
            <translation>Kursiv</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Default font</source>
            <translation>Standardschrift</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>(all events)</source>
            <translation>(alle Ereignisse)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>New Style Set</source>
            <translation>Neue Sammlung von Hervorhebungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Export Styles</source>
            <translation>Hervorhebungen exportieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Import Styles</source>
            <translation>Hervorhebungen importieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Rules</source>
            <translation>Regeln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>New…</source>
            <translation>Neu…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Move Up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Move Down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Font</source>
            <translation>Schrift</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>The first matching rule wins. Preview:</source>
            <translation>Die erste passende Regel gilt. Vorschau:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/styles_dialog.py" />
            <source>Import…</source>
            <translation>Importieren…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/target_dialog.py" />
            <source>Settings of {target}</source>
            <translation>Einstellungen von {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/text_dialog.py" />
            <source>An unexpected error occurred: {error}. You can continue working. To report the error, copy the text below.</source>
            <translation>Ein unerwarteter Fehler ist aufgetreten: {error}. Die Arbeit kann fortgesetzt werden. Um den Fehler zu melden, den Text unten kopieren.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/dialogs/text_dialog.py" />
            <source>Unexpected Error</source>
            <translation>Unerwarteter Fehler</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <source>Clients of {target}</source>
            <translation>Clients von {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <location filename="rqdebug/ui/inspection/workers_window.py" />
            <location filename="rqdebug/ui/log/queue_table.py" />
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <location filename="rqdebug/ui/window/main_window.py" />
            <source>Loading…</source>
            <translation>Wird geladen…</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <source>{n} clients</source>
            <translation>
                <numerusform>{n} Client</numerusform>
                <numerusform>{n} Clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <location filename="rqdebug/ui/models/target_model.py" />
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>{n} blocked</source>
            <translation>
                <numerusform>{n} blockiert</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>no blocked calls</source>
            <translation>keine blockierten Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Clients</source>
            <translation>Clients</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/clients_window.py" />
            <source>Press Enter on a client to see its calls in the log.</source>
            <translation>Die Eingabetaste zeigt die Aufrufe des gewählten Clients im Protokoll.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Content of {queue}</source>
            <translation>Inhalt von {queue}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Track Changes</source>
            <translation>Änderungen verfolgen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Refresh every second</source>
            <translation>Jede Sekunde aktualisieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Put Again</source>
            <translation>Erneut einlegen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Move to Queue…</source>
            <translation>In Queue verschieben…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Edit…</source>
            <translation>Ändern…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Delete…</source>
            <translation>Löschen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Move to Front</source>
            <translation>Nach vorn</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Blocked Calls ({n})</source>
            <translation>Blockierte Aufrufe ({n})</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Leases ({n})</source>
            <translation>Leases ({n})</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>No item is leased.</source>
            <translation>Kein Element ist geleast.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Blocked calls</source>
            <translation>Blockierte Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Leases</source>
            <translation>Leases</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Mark the items that are added or removed from now on</source>
            <translation>Elemente markieren, die ab jetzt hinzukommen oder entfernt werden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>Blocked Calls</source>
            <translation>Blockierte Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>The queue is frozen. You can change its items.</source>
            <translation>Die Queue ist eingefroren. Ihre Elemente lassen sich ändern.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>The queue is empty.</source>
            <translation>Die Queue ist leer.</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>{n} items</source>
            <translation>
                <numerusform>{n} Element</numerusform>
                <numerusform>{n} Elemente</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>The first {n} of {all}</source>
            <translation>Die ersten {n} von {all}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>{n} leases</source>
            <translation>
                <numerusform>{n} Lease</numerusform>
                <numerusform>{n} Leases</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>{n} leased</source>
            <translation>
                <numerusform>{n} geleast</numerusform>
                <numerusform>{n} geleast</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/content_window.py" />
            <source>{n} delayed</source>
            <translation>
                <numerusform>{n} verzögert</numerusform>
                <numerusform>{n} verzögert</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>First</source>
            <translation>Erste</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Second</source>
            <translation>Zweite</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <location filename="rqdebug/ui/log/find_bar.py" />
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Previous</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <location filename="rqdebug/ui/log/find_bar.py" />
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Lines of both payloads</source>
            <translation>Zeilen beider Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Member</source>
            <translation>Teil</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Members that differ</source>
            <translation>Abweichende Teile</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>Members</source>
            <translation>Teile</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>The payloads are equal</source>
            <translation>Die Nutzdaten sind gleich</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>{n} members differ</source>
            <translation>
                <numerusform>{n} Teil weicht ab</numerusform>
                <numerusform>{n} Teile weichen ab</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>{count}; the first is {path}</source>
            <translation>{count}; zuerst {path}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/difference_view.py" />
            <source>The first difference is in line {line}, column {column}</source>
            <translation>Der erste Unterschied ist in Zeile {line}, Spalte {column}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>Copy Selection</source>
            <translation>Auswahl kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <source>Copy Value</source>
            <translation>Wert kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>Copy All Fields</source>
            <translation>Alle Felder kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>Select an event in the log to see its details.</source>
            <translation>Ein Ereignis im Protokoll auswählen, um seine Einzelheiten zu sehen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>Depth after</source>
            <translation>Füllstand danach</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/mark_model.py" />
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <location filename="rqdebug/ui/models/mark_model.py" />
            <location filename="rqdebug/ui/models/waiter_model.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <location filename="rqdebug/ui/models/lease_model.py" />
            <location filename="rqdebug/ui/models/mark_model.py" />
            <location filename="rqdebug/ui/models/waiter_model.py" />
            <source>Client</source>
            <translation>Client</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Outcome</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Waited</source>
            <translation>Gewartet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Took</source>
            <translation>Bearbeitung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/log/log_view.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>forever</source>
            <translation>unbegrenzt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/content_model.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>{n} bytes</source>
            <translation>
                <numerusform>{n} Byte</numerusform>
                <numerusform>{n} Bytes</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Call</source>
            <translation>Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Deliveries</source>
            <translation>Zustellungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Sequence</source>
            <translation>Laufnummer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/inspector_dock.py" />
            <source>{n} of {count}</source>
            <translation>{n} von {count}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>No jobs were found in this database.

Jobs of Celery, RQ, BullMQ, Dramatiq, Huey and arq appear here. Another database has another URL, such as redis://host/1.</source>
            <translation>In dieser Datenbank wurden keine Jobs gefunden.

Jobs von Celery, RQ, BullMQ, Dramatiq, Huey und arq erscheinen hier. Eine andere Datenbank hat eine andere URL, etwa redis://host/1.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>Jobs of {target}</source>
            <translation>Jobs von {target}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <location filename="rqdebug/ui/window/target_connector.py" />
            <source>{n} queues</source>
            <translation>
                <numerusform>{n} Queue</numerusform>
                <numerusform>{n} Queues</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>{n} failed jobs</source>
            <translation>
                <numerusform>{n} gescheiterter Job</numerusform>
                <numerusform>{n} gescheiterte Jobs</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>the first {n} jobs of each state are shown</source>
            <translation>die ersten {n} Jobs jedes Zustands werden gezeigt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>the server has more than a million keys; some were not examined</source>
            <translation>der Server hat mehr als eine Million Schlüssel; einige wurden nicht untersucht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>Queues of jobs</source>
            <translation>Queues mit Jobs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>Jobs</source>
            <translation>Jobs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>Select a job to see its call and its error</source>
            <translation>Einen Job auswählen, um seinen Aufruf und seinen Fehler zu sehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>Call and error</source>
            <translation>Aufruf und Fehler</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>All states</source>
            <translation>Alle Zustände</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/jobs_window.py" />
            <source>State of the jobs</source>
            <translation>Zustand der Jobs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/move_dialog.py" />
            <source>Move Item</source>
            <translation>Element verschieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/move_dialog.py" />
            <source>Choose a queue</source>
            <translation>Queue auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/move_dialog.py" />
            <source>Move item {number} of {queue}</source>
            <translation>Element {number} von {queue} verschieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/move_dialog.py" />
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>To</source>
            <translation>Nach</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/move_dialog.py" />
            <source>Move</source>
            <translation>Verschieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/parallel_line_view.py" />
            <source>Tasks in the order of their results</source>
            <translation>Aufgaben in der Reihenfolge ihrer Ergebnisse</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/parallel_line_view.py" />
            <source>Task {number} {place}</source>
            <translation>Aufgabe {number}: {place}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/parallel_line_view.py" />
            <source>… {n} more</source>
            <translation>… {n} weitere</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>The tree is too large to show completely</source>
            <translation>Der Baum ist zu groß, um ihn vollständig zu zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>Text encoding</source>
            <translation>Zeichenkodierung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>The encoding in which the payload is read as text</source>
            <translation>Die Kodierung, in der die Nutzdaten als Text gelesen werden</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>{n} invalid sequences of {encoding} are shown as �</source>
            <translation>
                <numerusform>{n} ungültige Folge in {encoding} erscheint als �</numerusform>
                <numerusform>{n} ungültige Folgen in {encoding} erscheinen als �</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>{n} control characters are shown as escapes</source>
            <translation>
                <numerusform>{n} Steuerzeichen erscheint als Escape-Folge</numerusform>
                <numerusform>{n} Steuerzeichen erscheinen als Escape-Folgen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>Payload: {format}</source>
            <translation>Nutzdaten: {format}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_forms.py" />
            <source>Copy Path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>Show More</source>
            <translation>Mehr zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>As sent</source>
            <translation>Wie gesendet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>Show the bytes that were sent, with their layers</source>
            <translation>Die gesendeten Bytes mit ihren Schichten zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>No item</source>
            <translation>Kein Element</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>Empty item: 0 bytes</source>
            <translation>Leeres Element: 0 Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>Sent as {layers}</source>
            <translation>Gesendet als {layers}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>Position in the payload</source>
            <translation>Position in den Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/payload_view.py" />
            <source>{first} to {last} of {all}</source>
            <translation>{first} bis {last} von {all}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/workers_window.py" />
            <source>No workers of {queue} are known.

The workers of a ParallelQueue appear here while its program exposes it: rqcore.expose(queue, "name").
For a list, workers that were started with "rqcore work" appear here if the controller knows them.</source>
            <translation>Es sind keine Worker von {queue} bekannt.

Die Worker einer ParallelQueue erscheinen hier, solange ihr Programm sie sichtbar macht: rqcore.expose(queue, "name").
Bei einer Liste erscheinen hier Worker, die mit „rqcore work“ gestartet wurden, sofern der Controller sie kennt.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/workers_window.py" />
            <source>Workers of {queue}</source>
            <translation>Worker von {queue}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/workers_window.py" />
            <source>Workers</source>
            <translation>Worker</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/workers_window.py" />
            <source>{put} put, {got} got</source>
            <translation>{put} eingelegt, {got} abgeholt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/inspection/workers_window.py" />
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} failed</source>
            <translation>{n} fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/events_tab.py" />
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>{n} lost</source>
            <translation>{n} verloren</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/events_tab.py" />
            <source>{n} gaps</source>
            <translation>
                <numerusform>{n} Lücke</numerusform>
                <numerusform>{n} Lücken</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/events_tab.py" />
            <source>New marks are not saved.</source>
            <translation>Neue Markierungen werden nicht gespeichert.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/events_tab.py" />
            <source>Open the file again to see what it holds now.</source>
            <translation>Öffnen Sie die Datei erneut, um zu sehen, was sie jetzt enthält.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Calls that wait and have not ended</source>
            <translation>Aufrufe, die warten und nicht beendet sind</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Slow</source>
            <translation>Langsam</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Calls that took longer than 5 ms</source>
            <translation>Aufrufe, die länger als 5 ms dauerten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <location filename="rqdebug/ui/scripts/problem_list.py" />
            <source>Errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Calls that failed</source>
            <translation>Fehlgeschlagene Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>Filtering…</source>
            <translation>Wird gefiltert…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>{shown} of {total}, {unknown} unknown</source>
            <translation>{shown} von {total}, {unknown} unbekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>{shown} of {total}</source>
            <translation>{shown} von {total}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Save This Filter…</source>
            <translation>Diesen Filter speichern…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Name (use it as @name in other filters):</source>
            <translation>Name (in anderen Filtern als @Name verwendbar):</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Save Filter</source>
            <translation>Filter speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Save this filter or apply a saved one</source>
            <translation>Diesen Filter speichern oder einen gespeicherten anwenden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Saved filters</source>
            <translation>Gespeicherte Filter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/filter_bar.py" />
            <source>Unknown: too little of these events was recorded to know whether they match, for example only the beginning of a payload. They are not shown.</source>
            <translation>Unbekannt: Von diesen Ereignissen wurde zu wenig aufgezeichnet, um zu wissen, ob sie dem Filter entsprechen, zum Beispiel nur der Anfang von Nutzdaten. Sie werden nicht angezeigt.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/find_bar.py" />
            <source>Find in the log</source>
            <translation>Im Protokoll suchen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/intervention_bar.py" />
            <source>Remove all breakpoints, faults and freezes that you may remove; all calls continue</source>
            <translation>Alle Haltepunkte, Störungen und eingefrorenen Queues beenden, soweit erlaubt; alle Aufrufe laufen weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Cancelled; nothing was copied</source>
            <translation>Abgebrochen; es wurde nichts kopiert</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Copying {n} events</source>
            <translation>
                <numerusform>{n} Ereignis wird kopiert</numerusform>
                <numerusform>{n} Ereignisse werden kopiert</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>At most {limit} events can be marked together</source>
            <translation>Höchstens {limit} Ereignisse können zusammen markiert werden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Cancelled; no marks were changed</source>
            <translation>Abgebrochen; es wurden keine Markierungen geändert</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Changing the marks of {n} events</source>
            <translation>
                <numerusform>Die Markierung von {n} Ereignis wird geändert</numerusform>
                <numerusform>Die Markierungen von {n} Ereignissen werden geändert</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Cannot save the marks: {reason}</source>
            <translation>Die Markierungen können nicht gespeichert werden: {reason}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Copied {n} events</source>
            <translation>
                <numerusform>{n} Ereignis kopiert</numerusform>
                <numerusform>{n} Ereignisse kopiert</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Copied only the first {copied} of {count} events: more do not fit into the clipboard. “Export Selected…” writes all to a file</source>
            <translation>Nur die ersten {copied} von {count} Ereignissen kopiert: Mehr passen nicht in die Zwischenablage. „Auswahl exportieren …“ schreibt alle in eine Datei</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>{n} events are marked now</source>
            <translation>
                <numerusform>{n} Ereignis ist jetzt markiert</numerusform>
                <numerusform>{n} Ereignisse sind jetzt markiert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/log_jobs.py" />
            <source>Removed {n} marks</source>
            <translation>
                <numerusform>{n} Markierung entfernt</numerusform>
                <numerusform>{n} Markierungen entfernt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>The log is in the order of time</source>
            <translation>Das Protokoll ist in zeitlicher Reihenfolge</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>“{words}”</source>
            <translation>„{words}“</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>The end of this call</source>
            <translation>Das Ende dieses Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>The start of this call</source>
            <translation>Der Anfang dieses Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>Time, such as 14:03:20 or 2026-11-20T14:03:20:</source>
            <translation>Zeit, zum Beispiel 14:03:20 oder 2026-11-20T14:03:20:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>Go to Time</source>
            <translation>Zu Zeitpunkt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>This event came after the log was sorted. “Sort Again” shows it.</source>
            <translation>Dieses Ereignis kam nach dem Sortieren. „Erneut sortieren“ zeigt es.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>The filter hides this event. Press {keys} to show all events.</source>
            <translation>Der Filter blendet dieses Ereignis aus. {keys} zeigt alle Ereignisse.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>Select the event that times are relative to</source>
            <translation>Das Ereignis auswählen, auf das sich die Zeiten beziehen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>No events match the filter. Press {keys} to show all events.</source>
            <translation>Kein Ereignis entspricht dem Filter. {keys} zeigt wieder alle Ereignisse.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>No events yet. Calls appear here as they happen.</source>
            <translation>Noch keine Ereignisse. Aufrufe erscheinen hier, sobald sie geschehen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>{what} was not found before this event</source>
            <translation>{what} wurde vor diesem Ereignis nicht gefunden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>{what} was not found after this event</source>
            <translation>{what} wurde nach diesem Ereignis nicht gefunden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>No mark before this event</source>
            <translation>Keine Markierung vor diesem Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_tab.py" />
            <source>No mark after this event</source>
            <translation>Keine Markierung nach diesem Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Red</source>
            <translation>Rot</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Orange</source>
            <translation>Orange</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Yellow</source>
            <translation>Gelb</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Green</source>
            <translation>Grün</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Blue</source>
            <translation>Blau</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Violet</source>
            <translation>Violett</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Follow</source>
            <translation>Folgen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Colour: {test}</source>
            <translation>Farbe: {test}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Copy Cell</source>
            <translation>Zelle kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Sort Ascending</source>
            <translation>Aufsteigend sortieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Sort Descending</source>
            <translation>Absteigend sortieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Time: {form}</source>
            <translation>Zeit: {form}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>This Call</source>
            <translation>Diesem Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>This Item, from Put to Get</source>
            <translation>Diesem Element, vom Einlegen bis zur Entnahme</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Client {name}</source>
            <translation>Client {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/log_view.py" />
            <source>Queue {name}</source>
            <translation>Queue {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/marks_window.py" />
            <source>Marks and Notes – {log}</source>
            <translation>Markierungen und Notizen – {log}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/marks_window.py" />
            <source>{n} marks</source>
            <translation>
                <numerusform>{n} Markierung</numerusform>
                <numerusform>{n} Markierungen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/marks_window.py" />
            <source>Delete removes the selected mark</source>
            <translation>Entf entfernt die ausgewählte Markierung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/marks_window.py" />
            <source>only the first ones are listed; the filter “marked” shows all</source>
            <translation>nur die ersten sind aufgelistet; der Filter „marked“ zeigt alle</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/marks_window.py" />
            <source>Marks and Notes</source>
            <translation>Markierungen und Notizen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/marks_window.py" />
            <source>No marks. {mark} marks the selected events, {note} writes a note.</source>
            <translation>Keine Markierungen. {mark} markiert die ausgewählten Ereignisse, {note} schreibt eine Notiz.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/merged_tab.py" />
            <source>All Targets</source>
            <translation>Alle Ziele</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <location filename="rqdebug/ui/window/runs/run_buttons.py" />
            <source>Continue</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>Change…</source>
            <translation>Ändern …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>Pauses at an event that matches {filter}</source>
            <translation>Hält bei einem Ereignis an, das {filter} entspricht</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>{n} events are unknown</source>
            <translation>
                <numerusform>{n} Ereignis ist unbekannt</numerusform>
                <numerusform>{n} Ereignisse sind unbekannt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>Paused at {time}, at an event that matches {filter}</source>
            <translation>Angehalten um {time}, bei einem Ereignis, das {filter} entspricht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/pause_bar.py" />
            <source>{n} events came since</source>
            <translation>
                <numerusform>{n} Ereignis kam seither</numerusform>
                <numerusform>{n} Ereignisse kamen seither</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_condition.py" />
            <source>A capture gets no new events at which it could pause</source>
            <translation>Ein Mitschnitt bekommt keine neuen Ereignisse, bei denen er anhalten könnte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_condition.py" />
            <source>The log is paused at an event that matches {filter}</source>
            <translation>Das Protokoll ist bei einem Ereignis angehalten, das {filter} entspricht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_dialog.py" />
            <source>Pause When</source>
            <translation>Anhalten, wenn</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_dialog.py" />
            <source>such as outcome == full</source>
            <translation>etwa outcome == full</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/pause_dialog.py" />
            <source>At the next event that matches, the log stops and shows it, and new events are still collected. Programs are not stopped.</source>
            <translation>Beim nächsten Ereignis, das dem Filter entspricht, bleibt das Protokoll stehen und zeigt es; neue Ereignisse werden weiter gesammelt. Programme werden nicht angehalten.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/queue_table.py" />
            <source>The queues appear here when the target is connected.</source>
            <translation>Die Queues erscheinen hier, wenn das Ziel verbunden ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/queue_table.py" />
            <source>No queues yet. Press {keys} to create one.</source>
            <translation>Noch keine Queues. {keys} legt eine an.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/recorded_rows.py" />
            <source>the log shows no events; clear its filter, or wait for events</source>
            <translation>Das Protokoll zeigt keine Ereignisse; den Filter löschen oder auf Ereignisse warten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/recorded_rows.py" />
            <source>{n} events are too many for a script; filter the log down to {limit} events or fewer</source>
            <translation>{n} Ereignisse sind zu viele für ein Skript; das Protokoll auf höchstens {limit} Ereignisse filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/selection_summary.py" />
            <source>Selected: {events}, span {span}, {size}</source>
            <translation>Ausgewählt: {events}, Spanne {span}, {size}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>Send Back from {queue}</source>
            <translation>Zurückschicken aus {queue}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>all items; or such as payload.order &gt; 17</source>
            <translation>alle Elemente; oder etwa payload.order &gt; 17</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>{n} of {all} items match.</source>
            <translation>{n} von {all} Elementen passen.</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>{n} items are unknown: only their first 4 KiB were read.</source>
            <translation>
                <numerusform>{n} Element ist unbekannt: Nur seine ersten 4 KiB wurden gelesen.</numerusform>
                <numerusform>{n} Elemente sind unbekannt: Nur ihre ersten 4 KiB wurden gelesen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/send_back_dialog.py" />
            <source>{n} more items behind them were not examined.</source>
            <translation>
                <numerusform>{n} weiteres Element dahinter wurde nicht geprüft.</numerusform>
                <numerusform>{n} weitere Elemente dahinter wurden nicht geprüft.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/sort_bar.py" />
            <source>Sorting by {column}…</source>
            <translation>Sortieren nach {column}…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/sort_bar.py" />
            <source>Sorted by {column}, descending</source>
            <translation>Absteigend sortiert nach {column}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/sort_bar.py" />
            <source>Sorted by {column}, ascending</source>
            <translation>Aufsteigend sortiert nach {column}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/sort_bar.py" />
            <source>{n} new events are not in it</source>
            <translation>
                <numerusform>{n} neues Ereignis fehlt darin</numerusform>
                <numerusform>{n} neue Ereignisse fehlen darin</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>read-only</source>
            <translation>nur lesen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>{n} keys not examined yet</source>
            <translation>{n} Schlüssel noch nicht untersucht</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>{n} more queues not listed</source>
            <translation>
                <numerusform>{n} weitere Queue nicht aufgeführt</numerusform>
                <numerusform>{n} weitere Queues nicht aufgeführt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>Disconnected. The log is kept; “Reconnect” in the menu Target continues it.</source>
            <translation>Getrennt. Das Protokoll bleibt; „Neu verbinden“ im Menü Ziel setzt es fort.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>{reason} – “Reconnect” in the menu Target asks for user and password</source>
            <translation>{reason} – „Neu verbinden“ im Menü Ziel fragt nach Benutzer und Passwort</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>{reason} – reconnecting</source>
            <translation>{reason} – Verbindung wird erneut aufgebaut</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/log/target_tab.py" />
            <source>{reason} – reconnecting in {n} s</source>
            <translation>{reason} – neuer Verbindungsversuch in {n} s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>blocked in {command}</source>
            <translation>blockiert in {command}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>{method} on {queue} for {time}</source>
            <translation>{method} auf {queue} seit {time}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Name of the client, if it has one</source>
            <translation>Name des Clients, falls er einen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Host and port</source>
            <translation>Host und Port</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Connected since</source>
            <translation>Verbunden seit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>When the client connected</source>
            <translation>Wann der Client sich verbunden hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Idle</source>
            <translation>Untätig</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Time since the last command of the client</source>
            <translation>Zeit seit dem letzten Befehl des Clients</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Number of its calls that the log has recorded</source>
            <translation>Zahl seiner Aufrufe im Protokoll</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Blocked on</source>
            <translation>Blockiert an</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>The blocked call, its queue, and for how long</source>
            <translation>Der blockierte Aufruf, seine Queue und wie lange schon</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Name of the user</source>
            <translation>Name des Benutzers</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Last command: {command}</source>
            <translation>Letzter Befehl: {command}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/client_table_model.py" />
            <source>Receives the events of all clients</source>
            <translation>Empfängt die Ereignisse aller Clients</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/content_model.py" />
            <source>Position</source>
            <translation>Position</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/content_model.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Payload</source>
            <translation>Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/content_model.py" />
            <source>Added since tracking started</source>
            <translation>Seit Beginn der Verfolgung hinzugekommen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/content_model.py" />
            <source>Removed since tracking started</source>
            <translation>Seit Beginn der Verfolgung entfernt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/content_model.py" />
            <location filename="rqdebug/ui/models/event_texts.py" />
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>(empty item)</source>
            <translation>(leeres Element)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/copied_calls.py" />
            <source>Copied only the first {n} calls: more do not fit into the clipboard</source>
            <translation>Nur die ersten {n} Aufrufe kopiert: Mehr passen nicht in die Zwischenablage</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/copied_calls.py" />
            <source>Copied {n} calls</source>
            <translation>
                <numerusform>{n} Aufruf kopiert</numerusform>
                <numerusform>{n} Aufrufe kopiert</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/copied_calls.py" />
            <source>Nothing copied</source>
            <translation>Nichts kopiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/copied_calls.py" />
            <source>only the first {n} events were read</source>
            <translation>nur die ersten {n} Ereignisse wurden gelesen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/copied_calls.py" />
            <source>{n} cannot be repeated</source>
            <translation>{n} lassen sich nicht wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Part</source>
            <translation>Teil</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Absolute</source>
            <translation>als Uhrzeit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Since First Event</source>
            <translation>seit dem ersten Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Since Previous Event</source>
            <translation>seit dem vorigen Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Since Reference Event</source>
            <translation>Seit dem Bezugsereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Date and Time</source>
            <translation>mit Datum</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Date and Time in UTC</source>
            <translation>mit Datum, in UTC</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Rule {n} of a debugger dropped the item. The client received no error.</source>
            <translation>Regel {n} eines Debuggers hat das Element verworfen. Der Client bekam keinen Fehler.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Rule {n} of a debugger holds this call.</source>
            <translation>Regel {n} eines Debuggers hält diesen Aufruf an.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Rule {n} of a debugger held this call.</source>
            <translation>Regel {n} eines Debuggers hat diesen Aufruf angehalten.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/event_texts.py" />
            <source>Rule {n} of a debugger acted on this call.</source>
            <translation>Regel {n} eines Debuggers hat auf diesen Aufruf gewirkt.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>it was released</source>
            <translation>er wurde freigegeben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>it was answered with an error</source>
            <translation>er wurde mit einem Fehler beantwortet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>its items were discarded</source>
            <translation>seine Elemente wurden verworfen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>its queue was stepped</source>
            <translation>seine Queue hat ihn durchgelassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>its queue was thawed</source>
            <translation>seine Queue wurde aufgetaut</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>its breakpoint was removed</source>
            <translation>sein Haltepunkt wurde entfernt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>its time was over</source>
            <translation>seine Zeit war um</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>its client has left</source>
            <translation>sein Client hat sich abgemeldet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>the debugger session has ended</source>
            <translation>die Debugger-Sitzung ist beendet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Number of the call</source>
            <translation>Nummer des Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Method that the client has called</source>
            <translation>Methode, die der Client aufgerufen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Queue of the call</source>
            <translation>Queue des Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Client that has called</source>
            <translation>Client, der aufgerufen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Held for</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Minutes and seconds since the call was stopped</source>
            <translation>Minuten und Sekunden, seit der Aufruf angehalten ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Left</source>
            <translation>Übrig</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Minutes and seconds until the call continues automatically</source>
            <translation>Minuten und Sekunden, bis der Aufruf von selbst weiterläuft</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>At</source>
            <translation>Am</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>end</source>
            <translation>Ende</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>start</source>
            <translation>Anfang</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>At the start, nothing has happened; at the end, only the reply is missing</source>
            <translation>Am Anfang ist noch nichts geschehen; am Ende fehlt nur noch die Antwort</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Number of items that the call puts, or has taken</source>
            <translation>Zahl der Elemente, die der Aufruf einfügt oder entnommen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Size of the first item</source>
            <translation>Größe des ersten Elements</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Target of the call</source>
            <translation>Ziel des Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Beginning of the first item</source>
            <translation>Anfang des ersten Elements</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>edited: {payload}</source>
            <translation>geändert: {payload}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Rule {n} holds the call before its reply.</source>
            <translation>Regel {n} hält den Aufruf vor seiner Antwort an.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Rule {n} holds the call before anything happens.</source>
            <translation>Regel {n} hält den Aufruf an, bevor etwas geschieht.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Client:</source>
            <translation>Client:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/held_call_model.py" />
            <source>Its timeout stands still.</source>
            <translation>Seine Wartezeit steht still.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>Frozen by a debugger: no item enters the queue</source>
            <translation>Von einem Debugger eingefroren: kein Element kommt in die Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>Frozen by a debugger: no item leaves the queue</source>
            <translation>Von einem Debugger eingefroren: kein Element verlässt die Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>Frozen by a debugger: no item enters or leaves the queue</source>
            <translation>Von einem Debugger eingefroren: kein Element kommt in die Queue oder verlässt sie</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>{what} – set by {debuggers}</source>
            <translation>{what} – von {debuggers}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>{n} queues are frozen</source>
            <translation>
                <numerusform>{n} Queue ist eingefroren</numerusform>
                <numerusform>{n} Queues sind eingefroren</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{n} breakpoints</source>
            <translation>
                <numerusform>{n} Haltepunkt</numerusform>
                <numerusform>{n} Haltepunkte</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/intervention_texts.py" />
            <source>{n} faults</source>
            <translation>
                <numerusform>{n} Störung</numerusform>
                <numerusform>{n} Störungen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Waiting</source>
            <translation>Wartend</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Active</source>
            <translation>Aktiv</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Scheduled</source>
            <translation>Geplant</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Retrying</source>
            <translation>Wiederholt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Failed</source>
            <translation>Fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Done</source>
            <translation>Erledigt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>In the queue, until a worker takes them</source>
            <translation>In der Queue, bis ein Worker sie holt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>With a worker, which executes them or has fetched them</source>
            <translation>Bei einem Worker, der sie ausführt oder geholt hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Waiting for a time</source>
            <translation>Warten auf eine Zeit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Failed, and waiting for the time of the next attempt</source>
            <translation>Gescheitert; sie warten auf die Zeit des nächsten Versuchs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Failed for good</source>
            <translation>Endgültig gescheitert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Executed, with a result that is still there</source>
            <translation>Ausgeführt; das Ergebnis ist noch da</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Framework</source>
            <translation>Framework</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>The framework does not keep this on the server</source>
            <translation>Das Framework führt dies nicht auf dem Server</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Worker</source>
            <translation>Worker</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>Id</source>
            <translation>ID</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>due in {time}</source>
            <translation>fällig in {time}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/job_models.py" />
            <source>for {time}</source>
            <translation>seit {time}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/json_tree.py" />
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/json_tree.py" />
            <source>{n} entries</source>
            <translation>
                <numerusform>{n} Eintrag</numerusform>
                <numerusform>{n} Einträge</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>{n} of {most}</source>
            <translation>{n} von {most}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Number of the item, as in the log</source>
            <translation>Nummer des Elements, wie im Protokoll</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>The client that has the item</source>
            <translation>Der Client, der das Element hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Since</source>
            <translation>Seit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>When the client took the item</source>
            <translation>Wann der Client das Element genommen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Until</source>
            <translation>Bis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>When the item returns to the queue if it is not acknowledged</source>
            <translation>Wann das Element in die Queue zurückkommt, wenn es nicht bestätigt wird</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Ends in</source>
            <translation>Endet in</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Time until the lease ends</source>
            <translation>Zeit bis zum Ende der Lease</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>How often the item was leased, with this time, and how often it can be</source>
            <translation>Wie oft das Element geleast wurde, dieses Mal mitgezählt, und wie oft es das werden kann</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/lease_model.py" />
            <source>Size of the payload</source>
            <translation>Größe der Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/line_results.py" />
            <source>  ({bad} of {total} times)</source>
            <translation>  ({bad} von {total} Mal)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/line_results.py" />
            <source>expected {expected}, got {got}</source>
            <translation>erwartet: {expected}, erhalten: {got}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/mark_model.py" />
            <location filename="rqdebug/ui/widgets/note_dialog.py" />
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/notices.py" />
            <source>not observed for {duration}</source>
            <translation>{duration} nicht beobachtet</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/notices.py" />
            <location filename="rqdebug/ui/models/target_model.py" />
            <location filename="rqdebug/ui/window/documents/document_icons.py" />
            <source>{n} events lost</source>
            <translation>
                <numerusform>{n} Ereignis verloren</numerusform>
                <numerusform>{n} Ereignisse verloren</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Name of the queue, or its namespace if it has no name</source>
            <translation>Name der Queue, oder ihr Namensraum, falls sie keinen Namen hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Order in which items are taken</source>
            <translation>Reihenfolge, in der Elemente entnommen werden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Size / Max</source>
            <translation>Größe / Max</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Number of items, and the maximum number</source>
            <translation>Anzahl der Elemente und ihre Höchstzahl</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Number of items during the last 30 seconds</source>
            <translation>Anzahl der Elemente in den letzten 30 Sekunden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Puts/s</source>
            <translation>Eingelegt/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Items put per second</source>
            <translation>Eingelegte Elemente pro Sekunde</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Gets/s</source>
            <translation>Entnommen/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Items taken per second</source>
            <translation>Entnommene Elemente pro Sekunde</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Number of blocked calls</source>
            <translation>Anzahl der blockierten Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Connected clients that have used the queue</source>
            <translation>Verbundene Clients, die die Queue benutzt haben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Bytes</source>
            <translation>Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Total size of the payloads</source>
            <translation>Gesamtgröße der Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Leased</source>
            <translation>Geleast</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Items that clients have on leases and have not acknowledged</source>
            <translation>Elemente, die Clients geleast und noch nicht bestätigt haben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Delayed</source>
            <translation>Verzögert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Items that enter the queue later</source>
            <translation>Elemente, die später in die Queue kommen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Dead</source>
            <translation>Tot</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Items that went to the dead-letter queue since the queue was created</source>
            <translation>Elemente, die in die Dead-Letter-Queue kamen, seit es die Queue gibt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>Namespace:</source>
            <translation>Namensraum:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Durable: a restart of the controller finds it again</source>
            <translation>Dauerhaft: Nach einem Neustart des Controllers ist sie wieder da</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>After {n} deliveries without an acknowledgement, an item goes to {queue}</source>
            <translation>
                <numerusform>Nach {n} Zustellung ohne Bestätigung kommt ein Element nach {queue}</numerusform>
                <numerusform>Nach {n} Zustellungen ohne Bestätigung kommt ein Element nach {queue}</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>closed</source>
            <translation>geschlossen</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/queue_table_model.py" />
            <source>Closed at {time}; it held {n} items</source>
            <translation>
                <numerusform>Um {time} geschlossen; sie enthielt {n} Element</numerusform>
                <numerusform>Um {time} geschlossen; sie enthielt {n} Elemente</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Result</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Line</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Vector</source>
            <translation>Vektor</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <location filename="rqdebug/ui/window/runs/result_details.py" />
            <source>Expected</source>
            <translation>Erwartet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <location filename="rqdebug/ui/window/runs/result_details.py" />
            <source>Got</source>
            <translation>Erhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Lane</source>
            <translation>Spur</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Iteration</source>
            <translation>Durchlauf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Duration</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>passed</source>
            <translation>bestanden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>error</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>interrupted</source>
            <translation>unterbrochen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>not run</source>
            <translation>nicht ausgeführt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Passed</source>
            <translation>Bestanden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Skipped</source>
            <translation>Übersprungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Not run</source>
            <translation>Nicht ausgeführt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Nothing checked</source>
            <translation>Nichts geprüft</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Different results</source>
            <translation>Verschiedene Ergebnisse</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Stopped</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Invalid script</source>
            <translation>Ungültiges Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Timed out</source>
            <translation>Zeit überschritten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Connection lost</source>
            <translation>Verbindung verloren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>Target unreachable</source>
            <translation>Ziel nicht erreichbar</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>its lane or block ended before it</source>
            <translation>seine Spur oder sein Block endete vorher</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>the run ended before its script</source>
            <translation>der Lauf endete vor seinem Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/report_model.py" />
            <source>a connection</source>
            <translation>eine Verbindung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>On</source>
            <translation>An</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>all calls</source>
            <translation>alle Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Hits</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Acted</source>
            <translation>Gewirkt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Number</source>
            <translation>Nummer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>on</source>
            <translation>an</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Another debugger has set this rule; it cannot be changed here.</source>
            <translation>Ein anderer Debugger hat diese Regel gesetzt; hier lässt sie sich nicht ändern.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>Name: {name}.</source>
            <translation>Name: {name}.</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>{n} calls waited already when the rule was set, and pass.</source>
            <translation>
                <numerusform>{n} Aufruf wartete schon, als die Regel gesetzt wurde, und läuft durch.</numerusform>
                <numerusform>{n} Aufrufe warteten schon, als die Regel gesetzt wurde, und laufen durch.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>{n} calls passed because their payloads are too large to know whether they match.</source>
            <translation>
                <numerusform>{n} Aufruf lief durch, weil seine Nutzdaten zu groß sind, um zu wissen, ob der Filter zutrifft.</numerusform>
                <numerusform>{n} Aufrufe liefen durch, weil ihre Nutzdaten zu groß sind, um zu wissen, ob der Filter zutrifft.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/rule_model.py" />
            <source>{n} calls passed because the rule held its maximum already.</source>
            <translation>
                <numerusform>{n} Aufruf lief durch, weil die Regel schon ihre Höchstzahl anhielt.</numerusform>
                <numerusform>{n} Aufrufe liefen durch, weil die Regel schon ihre Höchstzahl anhielt.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Hold (breakpoint)</source>
            <translation>Anhalten (Haltepunkt)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>hold</source>
            <translation>anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Count only (logpoint)</source>
            <translation>Nur zählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>count only</source>
            <translation>nur zählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Delay</source>
            <translation>Verzögern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>delay by {seconds} s</source>
            <translation>um {seconds} s verzögern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Delay, evenly random</source>
            <translation>Verzögern, gleichverteilt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>delay by {low} to {high} s</source>
            <translation>um {low} bis {high} s verzögern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Shortest delay</source>
            <translation>Kürzeste Verzögerung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Longest delay</source>
            <translation>Längste Verzögerung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Delay, normally distributed</source>
            <translation>Verzögern, normalverteilt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>delay by {mean} ± {deviation} s</source>
            <translation>um {mean} ± {deviation} s verzögern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Mean delay</source>
            <translation>Mittlere Verzögerung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Standard deviation</source>
            <translation>Standardabweichung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Drop items</source>
            <translation>Elemente verlieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>drop items</source>
            <translation>Elemente verlieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Duplicate items</source>
            <translation>Elemente verdoppeln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>duplicate items</source>
            <translation>Elemente verdoppeln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Flip bits of payloads</source>
            <translation>Bits von Nutzdaten kippen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>flip {bits} bits</source>
            <translation>{bits} Bits kippen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Bits</source>
            <translation>Bits</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Truncate payloads</source>
            <translation>Nutzdaten abschneiden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>truncate payloads to {bytes} bytes</source>
            <translation>Nutzdaten nach {bytes} Byte abschneiden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Bytes that remain</source>
            <translation>Verbleibende Byte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Replace payloads</source>
            <translation>Nutzdaten ersetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>replace payloads by {payload}</source>
            <translation>Nutzdaten durch {payload} ersetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>New payload</source>
            <translation>Neue Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Reorder puts</source>
            <translation>Puts umordnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>reorder {window} puts</source>
            <translation>{window} Puts umordnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Puts</source>
            <translation>Puts</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Throttle</source>
            <translation>Drosseln</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>let {rate} items a second pass</source>
            <translation>{rate} Elemente je Sekunde durchlassen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Items a second</source>
            <translation>Elemente je Sekunde</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Fail with an error</source>
            <translation>Mit einem Fehler scheitern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>fail with {code}</source>
            <translation>mit {code} scheitern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Error code</source>
            <translation>Fehlercode</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Answer that the queue is empty</source>
            <translation>Antworten, dass die Queue leer ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>answer that the queue is empty</source>
            <translation>antworten, dass die Queue leer ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Never answer</source>
            <translation>Nie antworten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>never answer</source>
            <translation>nie antworten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Disconnect the client</source>
            <translation>Verbindung des Clients trennen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>disconnect the client</source>
            <translation>Verbindung des Clients trennen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Every call</source>
            <translation>Jeder Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Only the first call</source>
            <translation>Nur der erste Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>only the first call</source>
            <translation>nur der erste Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Call number</source>
            <translation>Aufruf Nummer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>only call {n}</source>
            <translation>nur Aufruf {n}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>The first calls</source>
            <translation>Die ersten Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>the first {n} calls</source>
            <translation>die ersten {n} Aufrufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>All after the first calls</source>
            <translation>Alle nach den ersten Aufrufen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>after {n} calls</source>
            <translation>nach {n} Aufrufen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>By chance</source>
            <translation>Zufällig</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>with probability {p}</source>
            <translation>mit Wahrscheinlichkeit {p}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Probability</source>
            <translation>Wahrscheinlichkeit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Before the call happens</source>
            <translation>Bevor der Aufruf geschieht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>Before its reply is sent</source>
            <translation>Bevor seine Antwort gesendet wird</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>at the start</source>
            <translation>am Anfang</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/rule_texts.py" />
            <source>at the end</source>
            <translation>am Ende</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>connected</source>
            <translation>verbunden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>connecting</source>
            <translation>verbindet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>disconnected</source>
            <translation>getrennt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>offline</source>
            <translation>offline</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>{n} events arrived late, behind later ones</source>
            <translation>
                <numerusform>{n} Ereignis kam verspätet, hinter späteren</numerusform>
                <numerusform>{n} Ereignisse kamen verspätet, hinter späteren</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>frozen, {size}</source>
            <translation>eingefroren, {size}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>{puts} puts/s, {gets} gets/s</source>
            <translation>{puts} eingelegt/s, {gets} entnommen/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/target_model.py" />
            <source>⚠ {n} lost</source>
            <translation>⚠ {n} verloren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/waiter_model.py" />
            <source>Waiting for</source>
            <translation>Wartet seit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/waiter_model.py" />
            <source>Times out in</source>
            <translation>Läuft ab in</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/waiter_model.py" />
            <source>never</source>
            <translation>nie</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>idle</source>
            <translation>frei</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>buffer full</source>
            <translation>Puffer voll</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>busy</source>
            <translation>beschäftigt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Name of the worker, shown as client of its tasks in the log</source>
            <translation>Name des Workers; im Protokoll der Client seiner Aufgaben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Buffer full: the result must wait until earlier results are taken</source>
            <translation>Puffer voll: Das Ergebnis muss warten, bis frühere Ergebnisse abgeholt sind</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Number of the current task</source>
            <translation>Nummer der aktuellen Aufgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Running for</source>
            <translation>Läuft seit</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Time spent on the current task</source>
            <translation>Bisherige Dauer der aktuellen Aufgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Queued</source>
            <translation>Vorgemerkt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Tasks that are already assigned to the worker</source>
            <translation>Aufgaben, die dem Worker schon zugeteilt sind</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>Function and arguments of the current task</source>
            <translation>Funktion und Argumente der aktuellen Aufgabe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/models/worker_model.py" />
            <source>The result buffer is full, so the task may be finished already</source>
            <translation>Der Ergebnispuffer ist voll; die Aufgabe kann also schon fertig sein</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_dialog.py" />
            <source>Breakpoint in Line {line}</source>
            <translation>Haltepunkt in Zeile {line}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_dialog.py" />
            <source>such as count == 40; empty: always</source>
            <translation>etwa count == 40; leer: immer</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_dialog.py" />
            <source>An expression with the variables of the script. The hits of all lanes count.</source>
            <translation>Ein Ausdruck mit den Variablen des Skripts. Die Treffer aller Spuren zählen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_dialog.py" />
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Condition</source>
            <translation>Bedingung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_dialog.py" />
            <source>Hits to skip</source>
            <translation>Treffer überspringen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_marks.py" />
            <source>Condition: {condition}</source>
            <translation>Bedingung: {condition}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/scripts/breakpoint_marks.py" />
            <source>Skips the first {n} hits</source>
            <translation>
                <numerusform>Überspringt {n} Treffer</numerusform>
                <numerusform>Überspringt die ersten {n} Treffer</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_marks.py" />
            <source>Remove Breakpoint</source>
            <translation>Haltepunkt entfernen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_marks.py" />
            <source>Add Breakpoint</source>
            <translation>Haltepunkt setzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/breakpoint_marks.py" />
            <source>Add Conditional Breakpoint…</source>
            <translation>Haltepunkt mit Bedingung setzen…</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/disk_notice.py" />
            <source>Reload</source>
            <translation>Neu laden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/disk_notice.py" />
            <source>Take over the text of the file; Undo brings your text back</source>
            <translation>Den Text der Datei übernehmen; Rückgängig bringt den eigenen Text zurück</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/disk_notice.py" />
            <source>Keep My Text</source>
            <translation>Meinen Text behalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/disk_notice.py" />
            <source>Another program has changed {name}. Your text is not saved.</source>
            <translation>Ein anderes Programm hat {name} geändert. Der Text hier ist nicht gespeichert.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/disk_notice.py" />
            <source>{name} was deleted or moved. Save writes it again.</source>
            <translation>{name} wurde gelöscht oder verschoben. Speichern schreibt die Datei neu.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/problem_list.py" />
            <source>Show or hide the list of all errors</source>
            <translation>Die Liste aller Fehler ein- oder ausblenden</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/scripts/problem_list.py" />
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} errors</source>
            <translation>
                <numerusform>{n} Fehler</numerusform>
                <numerusform>{n} Fehler</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/problem_list.py" />
            <source>Click to go to this line.</source>
            <translation>Klicken, um zu dieser Zeile zu gehen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/problem_list.py" />
            <source>Line {line}, column {column}</source>
            <translation>Zeile {line}, Spalte {column}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/problem_list.py" />
            <source>{file}, line {line}, column {column}</source>
            <translation>{file}, Zeile {line}, Spalte {column}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Match case</source>
            <translation>Groß- und Kleinschreibung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Whole words</source>
            <translation>Ganze Wörter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Regular expression</source>
            <translation>Regulärer Ausdruck</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>{n} matches replaced</source>
            <translation>
                <numerusform>{n} Treffer ersetzt</numerusform>
                <numerusform>{n} Treffer ersetzt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Not a regular expression: {why}</source>
            <translation>Kein regulärer Ausdruck: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Not found</source>
            <translation>Nicht gefunden</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>{n} matches</source>
            <translation>
                <numerusform>{n} Treffer</numerusform>
                <numerusform>{n} Treffer</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Replace with</source>
            <translation>Ersetzen durch</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Replace</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/replace_bar.py" />
            <source>Replace All</source>
            <translation>Alle ersetzen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Only failures</source>
            <translation>Nur Fehlschläge</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} newly failing</source>
            <translation>{n} neu fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} newly passing</source>
            <translation>{n} neu bestanden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>since the last run: {changes}</source>
            <translation>seit dem letzten Lauf: {changes}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <location filename="rqdebug/ui/window/runs/window_run.py" />
            <source>{script} on {targets}</source>
            <translation>{script} auf {targets}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>started {time}</source>
            <translation>begonnen {time}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>loop {n}</source>
            <translation>Durchlauf {n}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>loop {n} of {total}</source>
            <translation>Durchlauf {n} von {total}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>seed {seed}</source>
            <translation>Startwert {seed}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>Go to Line</source>
            <translation>Zur Zeile</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Show Events</source>
            <translation>Ereignisse zeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Copy Whole Expected Value</source>
            <translation>Erwarteten Wert ganz kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Copy Whole Actual Value</source>
            <translation>Tatsächlichen Wert ganz kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Filter results</source>
            <translation>Ergebnisse filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} passed</source>
            <translation>{n} bestanden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} interrupted</source>
            <translation>{n} unterbrochen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/report_dock.py" />
            <source>{n} not run</source>
            <translation>{n} nicht ausgeführt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_target_list.py" />
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>Targets of runs</source>
            <translation>Ziele der Läufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_target_list.py" />
            <source>All targets, also those attached later</source>
            <translation>Alle Ziele, auch später verbundene</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>All targets</source>
            <translation>Alle Ziele</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>No target</source>
            <translation>Kein Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>Scripts run on these targets:</source>
            <translation>Skripte laufen auf diesen Zielen:</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>Choose the targets that scripts run on</source>
            <translation>Ziele auswählen, auf denen Skripte laufen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/run_targets.py" />
            <source>{n} targets: {names}</source>
            <translation>{n} Ziele: {names}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source># Press {run} to run this script on the selected target, {help} for the script language.
jobs = create(name="jobs", maxsize=2)
jobs.put("a")
assert jobs.get() == "a"
</source>
            <translation># {run} führt dieses Skript auf dem gewählten Ziel aus, {help} erklärt die Skriptsprache.
jobs = create(name="jobs", maxsize=2)
jobs.put("a")
assert jobs.get() == "a"
</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>No breakpoint was set, because no statement follows this line</source>
            <translation>Kein Haltepunkt gesetzt, denn nach dieser Zeile kommt keine Anweisung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>new script</source>
            <translation>neues Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>The selected lines do not run: {why}</source>
            <translation>Die ausgewählten Zeilen laufen nicht: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>The script does not run: there is an error in line {line}</source>
            <translation>Das Skript läuft nicht: In Zeile {line} ist ein Fehler</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>{file} was not read to its end, so it is not overwritten</source>
            <translation>{file} wurde nicht bis zum Ende gelesen und wird deshalb nicht überschrieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>“{name}” is not defined in this script</source>
            <translation>„{name}“ ist in diesem Skript nicht definiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>Line (1 to {n}):</source>
            <translation>Zeile (1 bis {n}):</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>{file} is not UTF-8 text</source>
            <translation>{file} ist kein UTF-8-Text</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/script_tab.py" />
            <source>Ln {line}, Col {column}</source>
            <translation>Z {line}, S {column}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/scripts_dock.py" />
            <source>example</source>
            <translation>Beispiel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <source>{target}, {lane}: line {line}</source>
            <translation>{target}, {lane}: Zeile {line}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <source>Copy Name and Value</source>
            <translation>Name und Wert kopieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/scripts/variables_dock.py" />
            <source>No run is paused. {breakpoint} sets a breakpoint, {pause} pauses a run. Its variables appear here.</source>
            <translation>Kein Lauf ist angehalten. {breakpoint} setzt einen Haltepunkt, {pause} hält einen Lauf an. Seine Variablen erscheinen hier.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/attachment_service.py" />
            <source>{target} is read-only here; “Target Settings…” in the menu Target permits changes</source>
            <translation>{target} wird hier nur gelesen; „Einstellungen des Ziels…“ im Menü Ziel erlaubt Änderungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/attachment_service.py" />
            <source>{target} was removed in the meantime, so nothing was done</source>
            <translation>{target} wurde inzwischen entfernt, daher geschah nichts</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/capture_service.py" />
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>unknown file type of {file}; use one of these extensions: {endings}</source>
            <translation>Unbekannter Dateityp von {file}; eine dieser Endungen verwenden: {endings}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/capture_service.py" />
            <location filename="rqdebug/ui/window/payload_fetching.py" />
            <source>Writing {file}</source>
            <translation>{file} wird geschrieben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/capture_service.py" />
            <location filename="rqdebug/ui/window/payload_fetching.py" />
            <source>Cancelled; {file} was not saved</source>
            <translation>Abgebrochen; {file} wurde nicht gespeichert</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/capture_service.py" />
            <source>Exported {n} events to {file}</source>
            <translation>
                <numerusform>{n} Ereignis exportiert nach {file}</numerusform>
                <numerusform>{n} Ereignisse exportiert nach {file}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/capture_service.py" />
            <source>Recorded {n} events in {file}</source>
            <translation>
                <numerusform>{n} Ereignis aufgezeichnet in {file}</numerusform>
                <numerusform>{n} Ereignisse aufgezeichnet in {file}</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/debugged_target.py" />
            <source>another debugger has removed it</source>
            <translation>ein anderer Debugger hat sie entfernt</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/debugger_service.py" />
            <source>{n} breakpoints, faults and freezes end</source>
            <translation>
                <numerusform>{n} Haltepunkt, Störung oder Einfrieren endet</numerusform>
                <numerusform>{n} Haltepunkte, Störungen und Einfrieren enden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/debugger_service.py" />
            <source>{n} held calls continue</source>
            <translation>
                <numerusform>{n} angehaltener Aufruf läuft weiter</numerusform>
                <numerusform>{n} angehaltene Aufrufe laufen weiter</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/debugger_service.py" />
            <source>{rules}, and {calls}</source>
            <translation>{rules}, und {calls}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/debugger_service.py" />
            <source>off, because the connection was lost: {why}</source>
            <translation>aus, weil die Verbindung verloren ging: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/keyring_store.py" />
            <source>cannot save the password in the keyring: {why}</source>
            <translation>Das Passwort lässt sich nicht im Schlüsselbund speichern: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/manual_calls.py" />
            <source>the call was cancelled</source>
            <translation>der Aufruf wurde abgebrochen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>cannot read {file}: {why}</source>
            <translation>{file} lässt sich nicht lesen: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{file} is not a workspace file (.rqw)</source>
            <translation>{file} ist keine Arbeitsbereichsdatei (.rqw)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{file} has workspace format {version}, but this rqdebug reads up to {latest}; install a newer rqdebug</source>
            <translation>{file} hat das Arbeitsbereichsformat {version}, dieses rqdebug liest nur bis {latest}; ein neueres rqdebug installieren</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>{n} targets</source>
            <translation>
                <numerusform>{n} Ziel</numerusform>
                <numerusform>{n} Ziele</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{n} tabs</source>
            <translation>
                <numerusform>{n} Tab</numerusform>
                <numerusform>{n} Tabs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{n} saved filters</source>
            <translation>
                <numerusform>{n} gespeicherter Filter</numerusform>
                <numerusform>{n} gespeicherte Filter</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{n} styles</source>
            <translation>
                <numerusform>{n} Stil</numerusform>
                <numerusform>{n} Stile</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>{n} breakpoints and faults</source>
            <translation>
                <numerusform>{n} Haltepunkt oder Störung</numerusform>
                <numerusform>{n} Haltepunkte und Störungen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>the targets of runs</source>
            <translation>die Ziele der Läufe</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/services/workspace_file.py" />
            <source>the layout</source>
            <translation>die Anordnung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/color_box.py" />
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/color_box.py" />
            <source>Red: production</source>
            <translation>Rot: Produktion</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/color_box.py" />
            <source>Amber: staging</source>
            <translation>Gelb: Abnahme</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/color_box.py" />
            <source>Green: test</source>
            <translation>Grün: Test</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>Selected</source>
            <translation>Ausgewähltes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>Not Selected</source>
            <translation>Nicht Ausgewähltes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>… and Selected</source>
            <translation>… und Ausgewähltes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>… or Selected</source>
            <translation>… oder Ausgewähltes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>… and not Selected</source>
            <translation>… und nicht Ausgewähltes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>Break on Calls Like This: {test}…</source>
            <translation>Solche Aufrufe anhalten: {test} …</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/widgets/filter_menu.py" />
            <source>Apply as Filter: {test}</source>
            <translation>Als Filter anwenden: {test}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/widgets/note_dialog.py" />
            <source>Note on each of {n} events (Ctrl+Enter saves it):</source>
            <translation>
                <numerusform>Notiz zu {n} Ereignis (Strg+Eingabe speichert sie):</numerusform>
                <numerusform>Notiz zu jedem von {n} Ereignissen (Strg+Eingabe speichert sie):</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/autosave.py" />
            <source>cannot back up unsaved scripts, so save them soon: {why}</source>
            <translation>Nicht gespeicherte Skripte lassen sich nicht sichern; bald speichern: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/capture_files.py" />
            <source>Open Capture</source>
            <translation>Mitschnitt öffnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/capture_files.py" />
            <source>Record {tab} to Capture</source>
            <translation>{tab} in einen Mitschnitt aufzeichnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/capture_files.py" />
            <source>Export Events</source>
            <translation>Ereignisse exportieren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/capture_files.py" />
            <source>Captures</source>
            <translation>Mitschnitte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/capture_files.py" />
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>All files</source>
            <translation>Alle Dateien</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/command_actions.py" />
            <source>“{command}” needs {need}</source>
            <translation>„{command}“ braucht {need}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/capture_commands.py" />
            <source>Select the events to export first</source>
            <translation>Zuerst die Ereignisse auswählen, die exportiert werden sollen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>a text with the keyboard</source>
            <translation>einen Text, der die Tastatur hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/edit_commands.py" />
            <source>a text with the keyboard, or a log in the current tab</source>
            <translation>einen Text, der die Tastatur hat, oder ein Protokoll im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a target in the current tab</source>
            <translation>ein Ziel im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a Redis in the current tab</source>
            <translation>ein Redis im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a target in the current tab that is not read-only</source>
            <translation>ein Ziel im aktuellen Tab, das nicht schreibgeschützt ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a queue selected in the current tab</source>
            <translation>eine im aktuellen Tab ausgewählte Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a selected queue of a target that is not read-only</source>
            <translation>eine ausgewählte Queue eines Ziels, das nicht schreibgeschützt ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a selected pressure queue of a Redis that is not read-only</source>
            <translation>eine ausgewählte pressure-Queue eines Redis, der nicht schreibgeschützt ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a selected dead-letter queue of a target that is not read-only</source>
            <translation>eine ausgewählte Dead-Letter-Queue eines Ziels, das geändert werden darf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a selected queue of a controller that is not read-only</source>
            <translation>eine ausgewählte Queue eines Controllers, der nicht schreibgeschützt ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a selected held call</source>
            <translation>einen ausgewählten angehaltenen Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a controller in the current tab that is not read-only</source>
            <translation>einen nicht schreibgeschützten Controller im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a selected event of a controller that is attached and not read-only</source>
            <translation>ein ausgewähltes Ereignis eines verbundenen, nicht schreibgeschützten Controllers</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a breakpoint or fault that is selected in its panel</source>
            <translation>einen im Panel ausgewählten Haltepunkt oder eine Störung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>an attached target</source>
            <translation>ein verbundenes Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a log in the current tab</source>
            <translation>ein Protokoll im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>an open tab</source>
            <translation>einen offenen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a target or a file in the current tab</source>
            <translation>ein Ziel oder eine Datei im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a script in the current tab</source>
            <translation>ein Skript im aktuellen Tab</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a script in the current tab that is not running, and an attached target</source>
            <translation>ein Skript im aktuellen Tab, das nicht läuft, und ein verbundenes Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a run in progress</source>
            <translation>einen laufenden Lauf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/commands/needs.py" />
            <source>a run, in progress or finished</source>
            <translation>einen laufenden oder beendeten Lauf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/debug_actions.py" />
            <source>Everything on {target} continues that this window has stopped</source>
            <translation>Auf {target} läuft alles weiter, was dieses Fenster angehalten hat</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/debug_actions.py" />
            <source>Other debuggers have stopped or disturbed calls of {target}: {what}. End all of it?</source>
            <translation>Andere Debugger haben Aufrufe von {target} angehalten oder gestört: {what}. Alles davon beenden?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/debug_actions.py" />
            <source>Everything on {target} continues</source>
            <translation>Auf {target} läuft alles weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Froze {queue}</source>
            <translation>{queue} ist eingefroren</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>{n} items left {queue}</source>
            <translation>
                <numerusform>{n} Element verließ {queue}</numerusform>
                <numerusform>{n} Elemente verließen {queue}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>{n} items entered {queue}</source>
            <translation>
                <numerusform>{n} Element kam in {queue}</numerusform>
                <numerusform>{n} Elemente kamen in {queue}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>{queue} is not frozen any more; {n} calls continue</source>
            <translation>
                <numerusform>{queue} ist nicht mehr eingefroren; {n} Aufruf läuft weiter</numerusform>
                <numerusform>{queue} ist nicht mehr eingefroren; {n} Aufrufe laufen weiter</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Items of more than 64 KiB cannot be edited</source>
            <translation>Elemente von mehr als 64 KiB lassen sich nicht ändern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Item {n} of {queue} was changed</source>
            <translation>Element {n} von {queue} wurde geändert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Delete item {n} from {queue}? No consumer will receive it.</source>
            <translation>Element {n} aus {queue} löschen? Kein Verbraucher wird es erhalten.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Item {n} of {queue} was deleted</source>
            <translation>Element {n} von {queue} wurde gelöscht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Delete Item</source>
            <translation>Element löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/freeze_actions.py" />
            <source>Item {n} of {queue} is the next one</source>
            <translation>Element {n} von {queue} ist das nächste</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Call {n} continues</source>
            <translation>Aufruf {n} läuft weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Call {n} continues with the edited payload</source>
            <translation>Aufruf {n} läuft mit den geänderten Nutzdaten weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Call {n} was stepped</source>
            <translation>Aufruf {n} ist einen Schritt weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>The item of call {n} exists twice</source>
            <translation>Das Element von Aufruf {n} gibt es zweimal</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Call {n} continues without its items</source>
            <translation>Aufruf {n} läuft ohne seine Elemente weiter</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Call {n} fails with {code}</source>
            <translation>Aufruf {n} scheitert mit {code}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>The original payload, and the edited one</source>
            <translation>Die ursprünglichen Nutzdaten und die geänderten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Original</source>
            <translation>Original</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/held_call_actions.py" />
            <source>Edited</source>
            <translation>Geändert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/rule_actions.py" />
            <source>New Breakpoint</source>
            <translation>Neuer Haltepunkt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/rule_actions.py" />
            <source>New Fault</source>
            <translation>Neue Störung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/rule_actions.py" />
            <source>Only calls of a target that is attached can be stopped or delayed</source>
            <translation>Nur Aufrufe eines verbundenen Ziels lassen sich anhalten oder verzögern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/rule_actions.py" />
            <source>Only calls of a controller can be stopped or delayed; {target} is none</source>
            <translation>Nur Aufrufe eines Controllers lassen sich anhalten oder verzögern; {target} ist keiner</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/rule_actions.py" />
            <source>Edit Breakpoint or Fault</source>
            <translation>Haltepunkt oder Störung bearbeiten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/debugging/rule_actions.py" />
            <source>Nothing was stopped or disturbed</source>
            <translation>Nichts war angehalten oder gestört</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/document_icons.py" />
            <source>Recording to {file}</source>
            <translation>Aufzeichnung in {file}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/document_tabs.py" />
            <source>List of all tabs</source>
            <translation>Liste aller Tabs</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/log_documents.py" />
            <source>{target} was removed in the meantime</source>
            <translation>{target} wurde inzwischen entfernt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/log_documents.py" />
            <source>The log of this event is closed</source>
            <translation>Das Log dieses Ereignisses ist geschlossen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/log_documents.py" />
            <source>Select two events to compare their payloads</source>
            <translation>Zwei Ereignisse auswählen, um ihre Nutzdaten zu vergleichen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/log_documents.py" />
            <source>First: {first}   Second: {second}</source>
            <translation>Erste: {first}   Zweite: {second}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/log_documents.py" />
            <source>Only the recorded first bytes are compared</source>
            <translation>Verglichen werden nur die aufgezeichneten ersten Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>Open Script</source>
            <translation>Skript öffnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>Save Script</source>
            <translation>Skript speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>{file} is open in another tab; close that tab, or choose another name</source>
            <translation>{file} ist in einem anderen Tab geöffnet; schließen Sie ihn oder wählen Sie einen anderen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>The examples belong to rqdebug and are not changed; choose another folder</source>
            <translation>Die Beispiele gehören zu rqdebug und werden nicht geändert; wähle einen anderen Ordner</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>cannot copy the files of the example: {why}</source>
            <translation>Die Dateien des Beispiels können nicht kopiert werden: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>Another program has changed {name} since it was read here. Overwrite the file with the text in this tab?</source>
            <translation>Ein anderes Programm hat {name} geändert, seit die Datei hier gelesen wurde. Die Datei mit dem Text dieses Tabs überschreiben?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>File Has Changed</source>
            <translation>Datei wurde geändert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>the new script</source>
            <translation>dem neuen Skript</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>Save the changes to {name}?</source>
            <translation>Änderungen in {name} speichern?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_documents.py" />
            <source>Unsaved Changes</source>
            <translation>Nicht gespeicherte Änderungen</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>{n} places</source>
            <translation>
                <numerusform>{n} Stelle</numerusform>
                <numerusform>{n} Stellen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>Renamed “{old}” to “{new}”: {places}</source>
            <translation>„{old}“ in „{new}“ umbenannt: {places}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>{file} has changed in the meantime; nothing was renamed in it</source>
            <translation>{file} hat sich inzwischen geändert; darin wurde nichts umbenannt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>Nothing is renamed before this error is corrected: {why}</source>
            <translation>Nichts wird umbenannt, bevor dieser Fehler korrigiert ist: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>The other files are opened and changed, but not saved.</source>
            <translation>Die anderen Dateien werden geöffnet und geändert, aber nicht gespeichert.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/documents/script_renaming.py" />
            <source>Not all scripts of the large folder were searched.</source>
            <translation>Nicht alle Skripte des großen Ordners wurden durchsucht.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>A debugger and test-vector workbench for remote queues.</source>
            <translation>Ein Debugger für entfernte Queues, mit Werkzeugen für Testvektoren.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>Licence: GPL-3.0-or-later. The queue system underneath, rqcore, is MIT.</source>
            <translation>Lizenz: GPL-3.0-or-later. Das Queue-System darunter, rqcore, steht unter der MIT-Lizenz.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>© 2026 the rqdebug authors</source>
            <translation>© 2026 die Autoren von rqdebug</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/about_dialog.py" />
            <source>not installed</source>
            <translation>nicht installiert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Meaning</source>
            <translation>Bedeutung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Fields</source>
            <translation>Felder</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Field</source>
            <translation>Feld</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Operators</source>
            <translation>Operatoren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Values</source>
            <translation>Werte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>one of {words}</source>
            <translation>eines von {words}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Statements and values</source>
            <translation>Anweisungen und Werte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Targets, queues and leased items</source>
            <translation>Ziele, Queues und geleaste Elemente</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Other programs</source>
            <translation>Andere Programme</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Functions</source>
            <translation>Funktionen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Errors that raises() can expect</source>
            <translation>Fehler, die raises() erwarten kann</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Line of the file</source>
            <translation>Zeile der Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Option</source>
            <translation>Option</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Environment</source>
            <translation>Umgebungsvariable</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Lists</source>
            <translation>Listen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>Connection</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>code</source>
            <translation>Code</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/generated_help.py" />
            <source>meaning</source>
            <translation>Bedeutung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Tutorial</source>
            <translation>Einführung</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>How-to guides</source>
            <translation>Anleitungen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Troubleshooting</source>
            <translation>Fehlersuche</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Reference</source>
            <translation>Referenz</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Explanation</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/help/help_window.py" />
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/log_styles.py" />
            <source>cannot save the styles: {why}</source>
            <translation>Die Hervorhebungen lassen sich nicht speichern: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/panels/targets_panel.py" />
            <source>No targets yet.
Press {keys} to connect to one.</source>
            <translation>Noch keine Ziele.
{keys} verbindet mit einem Ziel.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/payload_fetching.py" />
            <source>The rest of the payload is not available: its target is not connected</source>
            <translation>Der Rest der Nutzdaten ist nicht verfügbar: Das Ziel ist nicht verbunden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/payload_fetching.py" />
            <source>Save Payload</source>
            <translation>Nutzdaten speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/payload_fetching.py" />
            <source>Saved the payload to {file}</source>
            <translation>Nutzdaten gespeichert in {file}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>The target itself decides what it saves</source>
            <translation>Das Ziel entscheidet selbst, was es sichert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Created queue {queue}</source>
            <translation>Queue {queue} angelegt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>This event has no item</source>
            <translation>Dieses Ereignis hat kein Element</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Only the first {n} of {size} bytes of this item were recorded. The option “Payloads in events” of the target records whole payloads.</source>
            <translation>Von diesem Element wurden nur die ersten {n} von {size} Bytes aufgezeichnet. Die Option „Nutzdaten in Ereignissen“ des Ziels zeichnet ganze Nutzdaten auf.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>There is no item to put again. Put one with “Put Item…” first.</source>
            <translation>Es gibt noch kein Element, das erneut eingelegt werden könnte. Zuerst eines mit „Element einlegen…“ einlegen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Take the next item from {queue}? No consumer will receive it.</source>
            <translation>Das nächste Element aus {queue} entnehmen? Es erreicht dann keinen Verbraucher.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Take Item</source>
            <translation>Element entnehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Take</source>
            <translation>Entnehmen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Taken from {queue}</source>
            <translation>Entnommen aus {queue}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Taken Item</source>
            <translation>Entnommenes Element</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>{target} has no other queue</source>
            <translation>{target} hat keine andere Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Item {number} moved from {source} to {destination}</source>
            <translation>Element {number} von {source} nach {destination} verschoben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>The item was not moved: it has left {source}, or {destination} is full</source>
            <translation>Das Element wurde nicht verschoben: Es hat {source} verlassen, oder {destination} ist voll</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Delete all items from {queue}?</source>
            <translation>Alle Elemente aus {queue} löschen?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Purged {queue}</source>
            <translation>{queue} geleert</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Purge Queue</source>
            <translation>Queue leeren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Purge</source>
            <translation>Leeren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Shut down {queue}? It will refuse new items; consumers can still take the items in it. This cannot be undone.</source>
            <translation>{queue} herunterfahren? Die Queue nimmt dann keine neuen Elemente mehr an; vorhandene können noch entnommen werden. Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Shut down {queue}</source>
            <translation>{queue} heruntergefahren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Shut Down Queue</source>
            <translation>Queue herunterfahren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Shut Down</source>
            <translation>Herunterfahren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Close {queue} for all clients? The queue is deleted, and further calls on it fail.</source>
            <translation>{queue} für alle Clients schließen? Die Queue wird gelöscht, und weitere Aufrufe schlagen fehl.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Closed {queue}</source>
            <translation>{queue} geschlossen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Close Queue</source>
            <translation>Queue schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>No client holds a role of {queue}</source>
            <translation>Kein Client hat eine Rolle von {queue} inne</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>producer</source>
            <translation>Erzeuger</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>consumer</source>
            <translation>Verbraucher</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Free the {role} role of {queue}?</source>
            <translation>Die Rolle {role} von {queue} freigeben?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Freed the {role} role of {queue}</source>
            <translation>Die Rolle {role} von {queue} wurde freigegeben</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Another client holds the {role} role of {queue} now</source>
            <translation>Die Rolle {role} von {queue} hat jetzt ein anderer Client inne</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queue_actions.py" />
            <source>Free Role</source>
            <translation>Rolle freigeben</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/dead_letter_actions.py" />
            <source>Move {n} items from {source} to {destination} on {target}?</source>
            <translation>
                <numerusform>{n} Element aus {source} nach {destination} auf {target} verschieben?</numerusform>
                <numerusform>{n} Elemente aus {source} nach {destination} auf {target} verschieben?</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/dead_letter_actions.py" />
            <source>Send Back</source>
            <translation>Zurückschicken</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/dead_letter_actions.py" />
            <source>{n} items moved from {source} to {destination}</source>
            <translation>
                <numerusform>{n} Element aus {source} nach {destination} verschoben</numerusform>
                <numerusform>{n} Elemente aus {source} nach {destination} verschoben</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/dead_letter_actions.py" />
            <source>{n} items were not: they have left {source}, or {destination} is full</source>
            <translation>
                <numerusform>{n} Element nicht: Es ist nicht mehr in {source}, oder {destination} ist voll</numerusform>
                <numerusform>{n} Elemente nicht: Sie sind nicht mehr in {source}, oder {destination} ist voll</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>{queue} on {target}</source>
            <translation>{queue} auf {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>It is not known whether the queue {queue} still exists</source>
            <translation>Es ist nicht bekannt, ob es die Queue {queue} noch gibt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>The queue {queue} does not exist any more</source>
            <translation>Die Queue {queue} gibt es nicht mehr</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>an unknown client</source>
            <translation>ein unbekannter Client</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>It is held by {client}.</source>
            <translation>Inhaber ist {client}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>It is held by {client}, for {age}.</source>
            <translation>Inhaber ist {client}, seit {age}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>This client is connected: it uses the queue, and another client could do so beside it.</source>
            <translation>Dieser Client ist verbunden: Er benutzt die Queue, und ein anderer Client könnte es neben ihm tun.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>Whether this client is still connected is unknown. Free the role only if it has ended.</source>
            <translation>Ob dieser Client noch verbunden ist, ist unbekannt. Geben Sie die Rolle nur frei, wenn er beendet ist.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>This client is no longer connected.</source>
            <translation>Dieser Client ist nicht mehr verbunden.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>The queue is empty at the moment.</source>
            <translation>Die Queue ist im Augenblick leer.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>unknown size</source>
            <translation>Größe unbekannt</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>{n} items ({size}) will be lost.</source>
            <translation>
                <numerusform>{n} Element ({size}) geht verloren.</numerusform>
                <numerusform>{n} Elemente ({size}) gehen verloren.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>{n} items deleted</source>
            <translation>
                <numerusform>{n} Element gelöscht</numerusform>
                <numerusform>{n} Elemente gelöscht</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>{done} of {times} items were put; then: {why}</source>
            <translation>{done} von {times} Elementen wurden eingelegt; dann: {why}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>{queue} now holds {n} items</source>
            <translation>
                <numerusform>{queue} enthält jetzt {n} Element</numerusform>
                <numerusform>{queue} enthält jetzt {n} Elemente</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>{times} items put; {holds}</source>
            <translation>{times} Elemente eingelegt; {holds}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/queues/queue_sentences.py" />
            <source>Item put; {queue} now holds {n} items</source>
            <translation>
                <numerusform>Element eingelegt; {queue} enthält jetzt {n} Element</numerusform>
                <numerusform>Element eingelegt; {queue} enthält jetzt {n} Elemente</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/recent_captures.py" />
            <source>Open Recent Capture</source>
            <translation>Letzten Mitschnitt öffnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/recent_captures.py" />
            <source>Clear List</source>
            <translation>Liste leeren</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/recent_captures.py" />
            <source>No captures yet</source>
            <translation>Noch keine Mitschnitte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>Run Files</source>
            <translation>Dateien ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>Run Folder</source>
            <translation>Ordner ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>Several scripts are running already; stop them, or wait for their end</source>
            <translation>Es laufen bereits mehrere Skripte; beenden Sie sie, oder warten Sie auf ihr Ende</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>{n} scripts are too many for the window, which runs {limit}; use rqdebug run</source>
            <translation>{n} Skripte sind zu viele für das Fenster, das {limit} ausführt; nehmen Sie rqdebug run</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>{n} of {total}</source>
            <translation>{n} von {total}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>round {n} of {total}</source>
            <translation>Runde {n} von {total}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>round {n}</source>
            <translation>Runde {n}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>{script}, round {n}</source>
            <translation>{script}, Runde {n}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/runs/batch_runner.py" />
            <source>{n} rounds</source>
            <translation>
                <numerusform>{n} Runde</numerusform>
                <numerusform>{n} Runden</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/replays.py" />
            <source>No target can be changed; attach one that is not read-only</source>
            <translation>Kein Ziel darf geändert werden; verbinden Sie eines, das nicht schreibgeschützt ist</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/replays.py" />
            <source>Replay of {log}</source>
            <translation>Wiederholung von {log}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/runs/replays.py" />
            <source>{n} calls are not repeated</source>
            <translation>
                <numerusform>{n} Aufruf wird nicht wiederholt</numerusform>
                <numerusform>{n} Aufrufe werden nicht wiederholt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/result_details.py" />
            <source>The values are too large to be shown here ({size}). A JSON report has them whole.</source>
            <translation>Die Werte sind zu groß, um sie hier zu zeigen ({size}). Ein JSON-Bericht enthält sie ganz.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/result_navigation.py" />
            <source>{target} is not attached any more</source>
            <translation>{target} ist nicht mehr verbunden</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/result_navigation.py" />
            <source>This event was not made by the last script run on {target}</source>
            <translation>Dieses Ereignis stammt nicht vom letzten Skriptlauf auf {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/result_navigation.py" />
            <source>This event was not made by the last script run</source>
            <translation>Dieses Ereignis stammt nicht vom letzten Skriptlauf</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_buttons.py" />
            <source>Lane that makes the next step</source>
            <translation>Spur, die den nächsten Schritt macht</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_buttons.py" />
            <source>Pause Before the Next Vector</source>
            <translation>Vor dem nächsten Vektor anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_buttons.py" />
            <source>Run One Vector</source>
            <translation>Einen Vektor ausführen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_buttons.py" />
            <location filename="rqdebug/ui/window/runs/window_run.py" />
            <source>line {line}</source>
            <translation>Zeile {line}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>Reports</source>
            <translation>Berichte</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>No results yet. Open a script and press {keys} to run it.</source>
            <translation>Noch keine Ergebnisse. Ein Skript öffnen und mit {keys} ausführen.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>stopping</source>
            <translation>hält an</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>{n} of {total} calls</source>
            <translation>{n} von {total} Aufrufen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>pausing, a call still waits</source>
            <translation>wird angehalten, ein Aufruf wartet noch</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>paused at line {line} of {target}</source>
            <translation>angehalten in Zeile {line} von {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/run_reports.py" />
            <source>paused in {n} lanes, first at line {line} of {target}</source>
            <translation>angehalten in {n} Spuren, zuerst in Zeile {line} von {target}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>HTML page (*.html);;JUnit XML (*.xml);;JSON (*.json)</source>
            <translation>HTML-Seite (*.html);;JUnit-XML (*.xml);;JSON (*.json)</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>Save Report</source>
            <translation>Bericht speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>Saved the report to {file}</source>
            <translation>Bericht gespeichert in {file}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>The run of {name} is still in progress. Stop it and close?</source>
            <translation>Der Lauf von {name} ist noch nicht beendet. Anhalten und schließen?</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>Run in Progress</source>
            <translation>Lauf nicht beendet</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>No target is chosen; choose the target of the run beside the Run button</source>
            <translation>Kein Ziel ist ausgewählt; das Ziel des Laufs neben der Schaltfläche Starten auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/script_runner.py" />
            <source>Scripts do not run on read-only targets: {targets}</source>
            <translation>Auf Zielen, die nur gelesen werden, laufen keine Skripte: {targets}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/runs/window_run.py" />
            <source>The condition of the breakpoint: {why}</source>
            <translation>Die Bedingung des Haltepunkts: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/script_sources.py" />
            <source>the current script</source>
            <translation>das aktuelle Skript</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/script_sources.py" />
            <source>Created a script with {n} calls</source>
            <translation>
                <numerusform>Skript mit {n} Aufruf erstellt</numerusform>
                <numerusform>Skript mit {n} Aufrufen erstellt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/settings/preferences.py" />
            <source>This folder cannot be used; choose another one.</source>
            <translation>Dieser Ordner kann nicht benutzt werden; einen anderen wählen.</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/settings/preferences.py" />
            <source>{n} logs use {size} on disk now; {free} are free</source>
            <translation>
                <numerusform>{n} Protokoll belegt jetzt {size}; {free} sind frei</numerusform>
                <numerusform>{n} Protokolle belegen jetzt {size}; {free} sind frei</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>Show the calls that debuggers hold</source>
            <translation>Die Aufrufe zeigen, die Debugger anhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>{n} held</source>
            <translation>{n} angehalten</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>{n} events/s</source>
            <translation>{n} Ereignisse/s</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>No targets</source>
            <translation>Keine Ziele</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>● Recording {tab} ({size})</source>
            <translation>● Aufzeichnung von {tab} ({size})</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>overhead unknown</source>
            <translation>Mehraufwand unbekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/status_bar.py" />
            <source>overhead of observing: {share}, {size}/s</source>
            <translation>Mehraufwand der Beobachtung: {share}, {size}/s</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/target_connector.py" />
            <source>Remove {target}? {n} events in its log will be lost, unless they were recorded or exported.</source>
            <translation>
                <numerusform>{target} entfernen? {n} Ereignis in seinem Protokoll geht verloren, wenn es nicht aufgezeichnet oder exportiert wurde.</numerusform>
                <numerusform>{target} entfernen? {n} Ereignisse in seinem Protokoll gehen verloren, wenn sie nicht aufgezeichnet oder exportiert wurden.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/target_connector.py" />
            <source>Remove Target</source>
            <translation>Ziel entfernen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/target_connector.py" />
            <source>Connected: {queues}</source>
            <translation>Verbunden: {queues}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/target_connector.py" />
            <source>{answer}, round-trip time {duration}.</source>
            <translation>{answer}, Antwortzeit {duration}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/welcome.py" />
            <source>Start a controller with “rqcore serve”; it prints its URL.</source>
            <translation>Ein Controller wird mit „rqcore serve“ gestartet; er gibt seine URL aus.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/welcome.py" />
            <source>See every call on every queue, as it happens.</source>
            <translation>Jeden Aufruf auf jeder Queue sehen, sobald er geschieht.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/window_builder.py" />
            <source>Saved filters rewritten, because name and address of a client are separate fields: {names}</source>
            <translation>Gespeicherte Filter wurden umgeschrieben, weil Name und Adresse eines Clients getrennte Felder sind: {names}</translation>
        </message>
        <message numerus="yes">
            <location filename="rqdebug/ui/window/window_session.py" />
            <source>Close the window? {n} events that were not recorded or exported will be lost.</source>
            <translation>
                <numerusform>Das Fenster schließen? {n} Ereignis, das nicht aufgezeichnet oder exportiert wurde, geht verloren.</numerusform>
                <numerusform>Das Fenster schließen? {n} Ereignisse, die nicht aufgezeichnet oder exportiert wurden, gehen verloren.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/window_session.py" />
            <source>Close the window? Marks and notes that are in no capture will be lost.</source>
            <translation>Fenster schließen? Markierungen und Notizen, die in keinem Mitschnitt sind, gehen verloren.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/window_session.py" />
            <source>Close Window</source>
            <translation>Fenster schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/window_session.py" />
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>cannot save the workspace: {why}</source>
            <translation>Der Arbeitsbereich lässt sich nicht speichern: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>{file} no longer exists.</source>
            <translation>{file} gibt es nicht mehr.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>the filter {name}</source>
            <translation>der Filter {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>{file} has invalid entries, which are ignored: {entries}.</source>
            <translation>{file} hat ungültige Einträge, die übergangen werden: {entries}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>A copy of the file is {copy}.</source>
            <translation>Eine Kopie der Datei ist {copy}.</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>Open Workspace</source>
            <translation>Arbeitsbereich öffnen</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>Save Workspace</source>
            <translation>Arbeitsbereich speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/ui/window/workspaces.py" />
            <source>Workspaces</source>
            <translation>Arbeitsbereiche</translation>
        </message>
    </context>
</TS>

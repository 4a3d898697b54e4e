# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2154 # what common.sh sets
# report.sh - what certbox says at boot, and where: the other half of common.sh, which sources it.
#
# The kernel's log gets one line a run; the console is told what is new or wrong; the login screen (agetty shows
# /run/issue.d) has what people compare; $certbox_run/status has `word=value' lines for programs.

certbox_newline='
'

certbox_log() { echo "<5>certbox: $*" >>/dev/kmsg; } 2>/dev/null
certbox_say() { printf '%s\n' "$*" >>/dev/console; } 2>/dev/null
certbox_warn() {
	certbox_log "$*"
	certbox_warnings="$certbox_warnings  $*$certbox_newline"
}

# certbox_summary: from what certgen said: what is $certbox_new, $certbox_name, $certbox_until when, and warnings.
certbox_summary() {
	certbox_name='' certbox_until='' certbox_last=''
	while read -r certbox_verb certbox_file certbox_rest; do
		case $certbox_verb in
		created | reissued | renewed | set-aside | mended)
			[ "$certbox_verb" = "$certbox_last" ] || certbox_new="$certbox_new${certbox_new:+, }$certbox_verb"
			certbox_new="$certbox_new $certbox_file" certbox_last=$certbox_verb
			;;
		certgen:)
			case $certbox_rest in *'in memory'*) ;; *) certbox_warnings="$certbox_warnings  $certbox_rest$certbox_newline" ;; esac
			;;
		esac
		case $certbox_file in server.crt) certbox_name=${certbox_rest%%[ ,]*} certbox_until=${certbox_rest##*until } ;; esac
	done <<-end
		$certbox_said
	end
}

# certbox_beside FILE: what stands beside its picture: two lines of fingerprint, eight of words.
certbox_beside() {
	certbox_hex=${certbox_trust#*=}
	certbox_half=$(printf %.47s "$certbox_hex")
	printf '%s\n' "$certbox_half" "${certbox_hex#"$certbox_half":}" ''
	# shellcheck disable=SC2046,SC2183 # word by word, four in a line
	printf '%-12s%-12s%-12s%s\n' $(certfp -f words "$1")
}

# certbox_card FILE: picture, fingerprint and words of a certificate, for people to compare.
certbox_card() {
	while IFS= read -r certbox_picture && IFS= read -r certbox_text <&3; do
		printf '  %s  %s\n' "$certbox_picture" "$certbox_text"
	done 3<<-beside <<-picture
		$(certbox_beside "$1")
	beside
		$(certfp -f art "$1")
	picture
}

# certbox_issue ANCHOR: the login screen. Of the page's address, where one is served, a QR code with the fingerprint in it.
certbox_issue() {
	mkdir -p "${certbox_run%/*}/issue.d" && {
		echo "  identity  kept $certbox_kept$certbox_newline  trust     ${1##*/}, if its SHA-256, words and picture are these:"
		echo
		certbox_card "$1"
		if [ "$certbox_value" = yes ]; then
			certbox_names=$(certfp --text "$certbox_shown/server.crt")
			certbox_names=${certbox_names#*  names }
			# shellcheck disable=SC2086 # the first word
			set -- "$1" $certbox_names
			echo "$certbox_newline  page      https://$2:8443/$certbox_newline"
			certfp -f qr --url "https://$2:8443/#" "$1"
		fi
		echo
	} >"$certbox_run/issue" && mv -f "$certbox_run/issue" "${certbox_run%/*}/issue.d/certbox.issue"
} 2>/dev/null

# certbox_tell ANCHOR: people hear of a new certificate, of what is wrong, and of a new trust anchor with what to compare.
certbox_tell() {
	case $certbox_new in
	adopted) certbox_say "$certbox_newline  kept      $certbox_kept, from now on" ;;
	*.crt*) certbox_say "$certbox_newline  identity  $certbox_name, until $certbox_until$certbox_newline  kept      $certbox_kept" ;;
	esac
	case $certbox_new in
	*"${1##*/}"*) certbox_say "  trust     ${1##*/}, if its SHA-256, words and picture are these:$certbox_newline$certbox_newline$(certbox_card "$1")" ;;
	*server.crt*) certbox_say "  trust     ${1##*/}, as before" ;;
	esac
	[ -z "$certbox_new$certbox_warnings" ] || certbox_say "${certbox_warnings:+$certbox_newline$certbox_warnings}"
}

# certbox_report PHASE DIR
certbox_report() {
	certbox_trust='' certbox_state=''
	if [ "$certbox_code" -ne 0 ]; then
		certbox_log "no TLS identity: $certbox_said"
		certbox_say "$certbox_said"
		certbox_kept='nowhere'
	else
		certbox_summary
		certbox_anchor=$certbox_shown/ca.crt
		[ -f "$certbox_anchor" ] || certbox_anchor=$certbox_shown/server.crt
		certbox_trust=$(certfp "$certbox_anchor" 2>/dev/null)
		certbox_log "${certbox_new:-nothing new}, kept $certbox_kept; trust sha256 ${certbox_trust#*=}"
		certbox_tell "$certbox_anchor"
		# The picture costs more than all else: it is drawn when it would be another.
		certbox_option serve "${certbox_serve-}"
		certbox_state="$certbox_kept, $certbox_trust, $certbox_value"
		if [ -n "$certbox_new" ] || [ ! -f "${certbox_run%/*}/issue.d/certbox.issue" ] ||
			! grep -qsxF "issue=$certbox_state" "$certbox_run/status"; then
			certbox_issue "$certbox_anchor"
		fi
	fi
	printf '%s=%s\n' phase "$1" code "$certbox_code" kept "$certbox_kept" dir "$2" why "$certbox_why" \
		new "$certbox_new" trust "${certbox_trust#*=}" issue "$certbox_state" >"$certbox_run/status"
}

/* SPDX-License-Identifier: MIT */
/* words.c - a fingerprint as words (PGP word list). */
#include "lib/words.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/*
 * The 256 words of two syllables, then those of three (Juola and Zimmermann,
 * "Whole-Word Phonetic Distances and the PGPfone Alphabet", 1996), with nothing
 * between them: each begins with a capital, and a dot stands before those
 * that keep it.
 */
static const char even[] =
	"AardvarkAbsurdAccrueAcmeAdriftAdultAfflictAheadAimless.AlgolAllowAloneAmmoAncientAppleArtistAssume"
	".AthensAtlas.AztecBaboonBackfieldBackwardBanjoBeamingBedlampBeehiveBeeswaxBefriend.BelfastBerserk"
	"BilliardBisonBlackjackBlockadeBlowtorchBluebirdBombastBookshelfBrackishBreadlineBreakupBrickyard"
	"Briefcase.BurbankButtonBuzzardCementChairliftChatterCheckupChiselChokingChopper.ChristmasClamshell"
	"ClassicClassroomCleanupClockworkCobraCommenceConcertCowbellCrackdownCrankyCrowfootCrucialCrumpled"
	"CrusadeCubicDashboardDeadboltDeckhandDogsledDragnetDrainageDreadfulDrifterDropperDrumbeatDrunken"
	".DupontDwellingEatingEdictEggheadEightballEndorseEndowEnlistEraseEscapeExceedEyeglassEyetoothFacial"
	"FalloutFlagpoleFlatfootFlytrapFractureFrameworkFreedomFrightenGazelle.GeigerGlitterGlucoseGoggles"
	"GoldfishGremlinGuidanceHamletHighchairHockeyIndoorsIndulgeInverseInvolveIslandJawboneKeyboardKickoff"
	"KiwiKlaxonLocaleLockupMeritMinnowMiser.MohawkMuralMusicNecklace.NeptuneNewbornNightbird.Oakland"
	"ObtuseOffloadOpticOrcaPaydayPeachyPheasantPhysiquePlayhouse.PlutoPrecludePreferPreshrunkPrinter"
	"ProwlerPupilPuppyPythonQuadrantQuiverQuotaRagtimeRatchetRebirthReformRegainReindeerRematchRepay"
	"RetouchRevengeRewardRhythmRibcageRingboltRobustRockerRuffledSailboatSawdustScallionScenicScorecard"
	".ScotlandSeabirdSelectSentenceShadowShamrockShowgirlSkullcapSkydiveSlingshotSlowdownSnaplineSnapshot"
	"SnowcapSnowslideSoloSouthwardSoybeanSpanielSpearheadSpellbindSpheroidSpigotSpindleSpyglassStagehand"
	"StagnateStairwayStandardStaplerSteamshipSterlingStockmanStopwatchStormySugarSurmountSuspense"
	"SweatbandSwelterTacticsTalonTapewormTempestTigerTissueTonicTopmostTrackerTransitTraumaTreadmill"
	".TrojanTroubleTumorTunnelTycoonUncutUnearthUnwindUprootUpsetUpshotVaporVillageVirus.VulcanWaffle"
	"WalletWatchwordWaysideWillowWoodlark.Zulu";

static const char odd[] =
	"AdroitnessAdviserAftermathAggregateAlkaliAlmightyAmuletAmusementAntennaApplicant.ApolloArmistice"
	"ArticleAsteroid.AtlanticAtmosphereAutopsy.BabylonBackwaterBarbecueBelowgroundBifocalsBodyguard"
	"BooksellerBorderlineBottomless.BradburyBravado.BrazilianBreakaway.BurlingtonBusinessmanButterfat"
	".CamelotCandidateCannonball.CapricornCaravanCaretakerCelebrateCelluloseCertifyChambermaid.Cherokee"
	".ChicagoClergymanCoherenceCombustionCommandoCompanyComponentConcurrentConfidenceConformistCongregate"
	"ConsensusConsultingCorporateCorrosionCouncilmanCrossoverCrucifixCumbersomeCustomer.DakotaDecadence"
	".DecemberDecimalDesigningDetectorDetergentDetermineDictatorDinosaurDirectionDisableDisbelief"
	"DisruptiveDistortionDocumentEmbezzleEnchantingEnrollmentEnterpriseEquationEquipmentEscapade.Eskimo"
	"EverydayExamineExistenceExodusFascinateFilamentFinickyForeverFortitudeFrequencyGadgetry.Galveston"
	"GetawayGlossaryGossamerGraduateGravityGuitaristHamburger.HamiltonHandiworkHazardousHeadwaters"
	"HemisphereHesitateHideawayHolinessHurricaneHydraulicImpartialImpetusInceptionIndigoInertiaInfancy"
	"InfernoInformantInsincereInsurgentIntegrateIntentionInventive.Istanbul.Jamaica.JupiterLeprosy"
	"LetterheadLibertyMaritimeMatchmakerMaverick.MedusaMegatonMicroscopeMicrowaveMidsummerMillionaire"
	"MiracleMisnomerMolassesMolecule.MontanaMonumentMosquitoNarrativeNebulaNewsletter.Norwegian.October"
	".OhioOnlookerOpulent.OrlandoOutfielder.PacificPandemic.PandoraPaperweightParagonParagraphParamount"
	"PassengerPedigree.PegasusPenetratePerceptivePerformancePharmacyPhoneticPhotographPioneerPocketful"
	"PolitenessPositivePotatoProcessorProvincialProximatePubertyPublisherPyramidQuantityRacketeer"
	"RebellionRecipeRecoverRepellentReplicaReproduceResistorResponsiveRetractionRetrievalRetrospect"
	"RevenueRevivalRevolverSandalwoodSardonic.SaturdaySavageryScavengerSensationSociableSouvenir"
	"SpecialistSpeculateStethoscopeStupendousSupportiveSurrenderSuspiciousSympathyTambourineTelephone"
	"TherapistTobaccoToleranceTomorrowTorpedoTraditionTravestyTrombonistTruncatedTypewriterUltimate"
	"UndauntedUnderfootUnicornUnifyUniverseUnravelUpcomingVacancyVagabondVertigo.VirginiaVisitorVocalist"
	"VoyagerWarranty.WaterlooWhimsical.Wichita.Wilmington.WyomingYesteryear.Yucatan";

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Behind the word that starts at s, on its capital. */
static const char *word_end(const char *s)
{
	for (s++; *s >= 'a'; s++)
		;
	return s;
}

/* The capital of word n. */
static const char *word_at(const char *list, unsigned n)
{
	for (;; list++)
		if (is_capital(*list) && n-- == 0)
			return list;
}

void words_add(struct text *t, const uint8_t *p, size_t len, size_t per_line)
{
	for (size_t i = 0; i < len; i++) {
		const char *list = i % 2 == 0 ? even : odd;
		const char *word = word_at(list, p[i]);

		if (i > 0)
			text_add_char(t, per_line > 0 && i % per_line == 0 ? '\n' : ' ');
		if (word > list && word[-1] == '.')
			text_add_char(t, word[0]);
		else
			text_add_char(t, (char)(word[0] + ('a' - 'A')));
		text_add_bytes(t, word + 1, (size_t)(word_end(word) - word - 1));
	}
}

/* The number of the word at s, of any case, or -1; *len is its length. */
static int word_number(const char *list, const char *s, size_t *len)
{
	*len = strcspn(s, " \t\n");
	for (int n = 0; *list != '\0'; list++) {
		if (!is_capital(*list))
			continue;
		if ((size_t)(word_end(list) - list) == *len && strncasecmp(list, s, *len) == 0)
			return n;
		n++;
	}
	return -1;
}

int words_read(const char *s, uint8_t *out, size_t cap)
{
	size_t n = 0, len;

	for (s += strspn(s, " \t\n"); *s != '\0'; s += len + strspn(s + len, " \t\n")) {
		int octet = word_number(n % 2 == 0 ? even : odd, s, &len);

		if (octet < 0 || n == cap)
			return -1;
		out[n++] = (uint8_t)octet;
	}
	return (int)n;
}

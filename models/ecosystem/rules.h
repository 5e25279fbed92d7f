// The rules of the market: every parameter of the model, declared once, with its source, a topic a
// header in rules/. Symbols and equations: README.md of this folder.
#pragma once

#include "models/ecosystem/rules/community.h"
#include "models/ecosystem/rules/design.h"
#include "models/ecosystem/rules/entry.h"
#include "models/ecosystem/rules/firms.h"
#include "models/ecosystem/rules/knowledge.h"
#include "models/ecosystem/rules/market.h"
#include "models/ecosystem/rules/needs.h"
#include "models/ecosystem/rules/pricing.h"
#include "models/ecosystem/rules/relations.h"
#include "models/ecosystem/rules/transform.h"

namespace permea::ecosystem_core {

/// Money is in units of the standard unit cost c, utility in money a month, and "per s" means per
/// s = customers per firm at the start, so that the model does not change with scale.
struct Rules : NeedsRules,
               MarketRules,
               PricingRules,
               KnowledgeRules,
               DesignRules,
               CommunityRules,
               FirmsRules,
               RelationsRules,
               TransformRules,
               EntryRules {
  Rules() = default;
  explicit Rules(Notes& notes)
      : NeedsRules(notes),
        MarketRules(notes),
        PricingRules(notes),
        KnowledgeRules(notes),
        DesignRules(notes),
        CommunityRules(notes),
        FirmsRules(notes),
        RelationsRules(notes),
        TransformRules(notes),
        EntryRules(notes) {}

  void check(Notes& notes) const;
};

}  // namespace permea::ecosystem_core

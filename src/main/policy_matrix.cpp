#include "main/policy_matrix.hpp"

#include <ostream>

namespace nibbi {

void print_policy_matrix(const domain::Policy& policy, std::ostream& out) {
    using namespace domain;
    out << "role,relation,action,state,factor,decision,reason\n";
    for (Role role : every_role)
        for (Relation relation : every_relation)
            for (Action action : every_action)
                for (FileState state : every_file_state)
                    for (Factor factor : every_factor) {
                        const auto [decision, reason] =
                            policy.rule(role, relation, action, state, factor);
                        out << word(role) << ',' << word(relation) << ',' << word(action) << ','
                            << word(state) << ',' << word(factor) << ',' << word(decision) << ','
                            << reason << '\n';
                    }
}

}  // namespace nibbi

package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.http.Contract;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract is joined from its parts, and says of each operation who may call it. */
class ContractTest {
    private final Contract contract = Contract.load();

    @Test
    void everyOperationIsOpenOrForDevicesOrNamesItsRoles() {
        assertThat(contract.operations()).filteredOn(each -> each.roles().isEmpty()).extracting(Contract.Operation::id)
                .containsExactlyInAnyOrder("login", "ingest", "enrol", "begin_pairing", "poll_pairing");
        assertThat(contract.operations()).filteredOn(Contract.Operation::open).extracting(Contract.Operation::id)
                .containsExactlyInAnyOrder("login", "enrol", "begin_pairing", "poll_pairing");
    }

    @Test
    void aGroupOfRolesIsSpelledOut() {
        assertThat(contract.operations()).filteredOn(each -> each.id().equals("logout")).singleElement()
                .extracting(Contract.Operation::roles).isEqualTo(EnumSet.allOf(Role.class));
        JsonNode roles = contract.document().at("/paths/~1sessions~1current/delete/x-roles");
        assertThat(roles).hasSize(Role.values().length).extracting(JsonNode::asText).contains("KORLAP", "WALL");
        assertThat(contract.document().has("x-role-groups")).isFalse();
    }

    @Test
    void engineersSeeNoIncidents() {
        assertThat(contract.operations()).filteredOn(each -> each.path().startsWith("/incidents"))
                .allSatisfy(each -> assertThat(each.roles()).doesNotContainAnyElementsOf(
                        Set.of(Role.TEKNISI, Role.STAKEHOLDER, Role.OPD_ADMIN)));
    }
}

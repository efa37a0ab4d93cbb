// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title GrantProgram, OpenCircle (poa/1 reference interface)
/// @notice Grants by tier and area out of 25 million USD: awarded in USD (6 decimals), paid in OPEN milestone by milestone. The real
/// contract's ABI is not public: this is the reference that Headwater defines.
contract GrantProgram is ReentrancyGuard {
    event GrantAwarded(
        uint256 indexed grantId, address indexed recipient, uint8 tier, uint8 area, uint256 amountUsd, string metadataUri
    );
    event MilestoneSet(uint256 indexed grantId, uint32 indexed index, string title, uint256 amountUsd);
    event MilestoneReached(uint256 indexed grantId, uint32 indexed index, string evidenceUri);
    event GrantDisbursed(uint256 indexed grantId, uint32 indexed index, uint256 amount);
    event GrantClosed(uint256 indexed grantId, string reason);

    struct Grant {
        address recipient;
        uint256 amountUsd;
        uint256 plannedUsd;
        uint256 reachedUsd;
        bool isClosed;
    }

    struct Milestone {
        uint256 amountUsd;
        bool isReached;
        bool isPaid;
    }

    uint256 private constant USD = 1e6;
    uint256 public constant BUDGET_USD = 25_000_000 * USD;

    address public immutable admin;
    uint256 public grantCount;
    /// @notice Of the budget: what is awarded, less what closed grants never reached.
    uint256 public committedUsd;
    mapping(uint256 grantId => Grant) public grants;
    mapping(uint256 grantId => mapping(uint32 index => Milestone)) public milestones;

    modifier onlyAdmin() {
        require(msg.sender == admin, "not the admin");
        _;
    }

    constructor() {
        admin = msg.sender;
    }

    /// @param tier 0 exploration, 1 building, 2 expansion
    /// @param area 0 DeFi and DePIN models, 1 gaming, 2 wallets and investment agents, 3 healthcare and finance data networks
    function award(address recipient, uint8 tier, uint8 area, uint256 amountUsd, string calldata metadataUri)
        external
        onlyAdmin
        returns (uint256 grantId)
    {
        (uint256 least, uint256 most) = bounds(tier);
        require(amountUsd >= least && amountUsd <= most, "outside of the tier");
        require(area <= 3, "no such area");
        committedUsd += amountUsd;
        require(committedUsd <= BUDGET_USD, "beyond the budget");
        grantId = ++grantCount;
        grants[grantId] = Grant(recipient, amountUsd, 0, 0, false);
        emit GrantAwarded(grantId, recipient, tier, area, amountUsd, metadataUri);
    }

    /// @notice Sets a milestone, or sets it anew until it is reached; the milestones of a grant never sum to more than it.
    function setMilestone(uint256 grantId, uint32 index, string calldata title, uint256 amountUsd) external onlyAdmin {
        Grant storage grant = _open(grantId);
        Milestone storage milestone = milestones[grantId][index];
        require(!milestone.isReached, "reached before");
        grant.plannedUsd = grant.plannedUsd - milestone.amountUsd + amountUsd;
        require(grant.plannedUsd <= grant.amountUsd, "beyond the grant");
        milestone.amountUsd = amountUsd;
        emit MilestoneSet(grantId, index, title, amountUsd);
    }

    function reachMilestone(uint256 grantId, uint32 index, string calldata evidenceUri) external onlyAdmin {
        Grant storage grant = _open(grantId);
        Milestone storage milestone = milestones[grantId][index];
        require(milestone.amountUsd > 0 && !milestone.isReached, "not a milestone to reach");
        milestone.isReached = true;
        grant.reachedUsd += milestone.amountUsd;
        emit MilestoneReached(grantId, index, evidenceUri);
    }

    /// @notice Pays for a milestone that was reached, in OPEN at whatever price; also after the grant was closed.
    function disburse(uint256 grantId, uint32 index) external payable onlyAdmin nonReentrant {
        Milestone storage milestone = milestones[grantId][index];
        require(milestone.isReached && !milestone.isPaid, "not a milestone to pay for");
        milestone.isPaid = true;
        emit GrantDisbursed(grantId, index, msg.value);
        Address.sendValue(payable(grants[grantId].recipient), msg.value);
    }

    /// @notice Closes a grant; what it did not reach goes back to the budget.
    function close(uint256 grantId, string calldata reason) external onlyAdmin {
        Grant storage grant = _open(grantId);
        grant.isClosed = true;
        committedUsd -= grant.amountUsd - grant.reachedUsd;
        emit GrantClosed(grantId, reason);
    }

    function bounds(uint8 tier) public pure returns (uint256 least, uint256 most) {
        require(tier <= 2, "no such tier");
        if (tier == 0) {
            return (25_000 * USD, 50_000 * USD);
        }
        return tier == 1 ? (50_000 * USD, 150_000 * USD) : (250_000 * USD, 500_000 * USD);
    }

    function _open(uint256 grantId) private view returns (Grant storage grant) {
        grant = grants[grantId];
        require(grant.recipient != address(0) && !grant.isClosed, "not an open grant");
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title AgentRegistry (poa/1 reference interface)
/// @notice Agents that act with a model, and what their owners have at stake for them. The real contract's ABI is not public: this
/// is the reference that Headwater defines.
contract AgentRegistry is ReentrancyGuard {
    event AgentDeployed(
        uint256 indexed agentId, address indexed owner, uint256 indexed modelId, string metadataUri, uint256 stake
    );
    event AgentStakeChanged(uint256 indexed agentId, uint256 stake);
    event AgentSlashed(uint256 indexed agentId, uint256 amount, string reason);
    event AgentRetired(uint256 indexed agentId);

    address public immutable admin;
    uint256 public agentCount;
    mapping(uint256 agentId => address) public ownerOf;
    mapping(uint256 agentId => uint256) public stakeOf;
    mapping(uint256 agentId => bool) public isRetired;

    modifier onlyOwner(uint256 agentId) {
        require(ownerOf[agentId] == msg.sender, "not the agent's owner");
        require(!isRetired[agentId], "retired");
        _;
    }

    constructor() {
        admin = msg.sender;
    }

    function deploy(uint256 modelId, string calldata metadataUri) external payable returns (uint256 agentId) {
        agentId = ++agentCount;
        ownerOf[agentId] = msg.sender;
        stakeOf[agentId] = msg.value;
        emit AgentDeployed(agentId, msg.sender, modelId, metadataUri, msg.value);
    }

    function addStake(uint256 agentId) external payable onlyOwner(agentId) {
        stakeOf[agentId] += msg.value;
        emit AgentStakeChanged(agentId, stakeOf[agentId]);
    }

    function withdrawStake(uint256 agentId, uint256 amount) external onlyOwner(agentId) nonReentrant {
        _pay(agentId, amount);
    }

    /// @notice Takes from an agent's stake. The event alone lowers it: no AgentStakeChanged says so again.
    function slash(uint256 agentId, uint256 amount, string calldata reason) external nonReentrant {
        require(msg.sender == admin, "not the admin");
        stakeOf[agentId] -= amount;
        emit AgentSlashed(agentId, amount, reason);
        Address.sendValue(payable(admin), amount);
    }

    /// @notice Ends an agent; what is left of its stake goes back first.
    function retire(uint256 agentId) external onlyOwner(agentId) nonReentrant {
        isRetired[agentId] = true;
        if (stakeOf[agentId] > 0) {
            _pay(agentId, stakeOf[agentId]);
        }
        emit AgentRetired(agentId);
    }

    function _pay(uint256 agentId, uint256 amount) private {
        stakeOf[agentId] -= amount;
        emit AgentStakeChanged(agentId, stakeOf[agentId]);
        Address.sendValue(payable(ownerOf[agentId]), amount);
    }
}

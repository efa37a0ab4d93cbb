// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ModelRegistry} from "./ModelRegistry.sol";
import {RewardDistributor} from "./RewardDistributor.sol";

/// @title InferenceLedger (poa/1 reference interface)
/// @notice Paid inferences and what operators claim about their attribution. Nothing here checks a claim: it is only recorded.
/// The real contract's ABI is not public: this is the reference that Headwater defines.
contract InferenceLedger is ReentrancyGuard {
    event InferenceRecorded(
        bytes32 indexed inferenceId,
        uint256 indexed modelId,
        address indexed caller,
        uint32 version,
        uint256 agentId,
        bytes32 inputHash,
        bytes32 outputHash,
        string contentUri,
        uint64 tokensIn,
        uint64 tokensOut,
        uint256 fee,
        bytes32 host
    );
    event AdapterUsed(bytes32 indexed inferenceId, uint256 indexed adapterId, uint32 weightPpm);
    event AttributionCommitted(
        bytes32 indexed inferenceId,
        uint8 indexed method,
        string methodVersion,
        bytes32 root,
        uint32 count,
        uint32 unattributedPpb,
        string evidenceUri
    );
    event AttributionDisputed(
        bytes32 indexed inferenceId, uint8 indexed method, address indexed challenger, uint256 bond, string reasonUri
    );
    event DisputeResolved(bytes32 indexed inferenceId, uint8 indexed method, bool upheld);

    struct Call {
        uint256 modelId;
        uint32 version;
        uint256 agentId;
        bytes32 inputHash;
        bytes32 outputHash;
        string contentUri;
        uint64 tokensIn;
        uint64 tokensOut;
        bytes32 host;
    }

    struct AdapterWeight {
        uint256 adapterId;
        uint32 weightPpm;
    }

    /// @dev One storage slot: the ledger's state grows with every call, so what is kept is kept small.
    struct Inference {
        uint64 modelId;
        uint128 fee;
        bool hasHost;
    }

    struct Dispute {
        address challenger;
        uint256 bond;
    }

    address public immutable arbiter;
    ModelRegistry public immutable registry;
    RewardDistributor public immutable distributor;
    uint256 public inferenceCount;
    /// @notice Inferences whose fee has not been split yet.
    mapping(bytes32 inferenceId => Inference) public inferences;
    /// @notice keccak256 of root and count of what was committed; zero where nothing was.
    mapping(bytes32 inferenceId => mapping(uint8 method => bytes32)) public claims;
    mapping(bytes32 inferenceId => mapping(uint8 method => Dispute)) public disputes;
    mapping(uint256 modelId => address) public operatorOf;

    constructor(ModelRegistry registry_, RewardDistributor distributor_) {
        arbiter = msg.sender;
        registry = registry_;
        distributor = distributor_;
    }

    function setOperator(uint256 modelId, address operator) external {
        require(registry.ownerOf(modelId) == msg.sender, "not the model's owner");
        operatorOf[modelId] = operator;
    }

    /// @notice What a call of this size costs, in wei.
    function quote(uint256 modelId, uint32 version, uint64 tokensIn, uint64 tokensOut) public view returns (uint256) {
        (uint256 inputRate, uint256 outputRate, bool isPublished) = registry.rates(modelId, version);
        require(isPublished, "version not published");
        return (tokensIn * inputRate + tokensOut * outputRate) / 1000 + distributor.platformFee();
    }

    /// @notice Records a call that the sender pays for. The id binds chain, contract, model, caller and the ledger's counter.
    function record(Call calldata call, AdapterWeight[] calldata adapters)
        external
        payable
        returns (bytes32 inferenceId)
    {
        uint256 fee = quote(call.modelId, call.version, call.tokensIn, call.tokensOut);
        require(msg.value == fee, "not the fee");
        inferenceId = keccak256(
            abi.encode(block.chainid, address(this), ++inferenceCount, call.modelId, msg.sender, call.outputHash)
        );
        inferences[inferenceId] = Inference(uint64(call.modelId), uint128(fee), call.host != bytes32(0));
        _announce(inferenceId, call, fee);
        for (uint256 i = 0; i < adapters.length; i++) {
            emit AdapterUsed(inferenceId, adapters[i].adapterId, adapters[i].weightPpm);
        }
        distributor.receiveFee{value: fee}();
    }

    /// @notice The operator's claim: a root over leaves (datanetId, contributionId, row, contributor, sharePpb). No leaves: zero root.
    /// Claims by several methods are committed before the fee is split by one of them.
    /// @param method 0 suffix array, 1 influence, 2 retrieval
    function commitAttribution(
        bytes32 inferenceId,
        uint8 method,
        string calldata methodVersion,
        bytes32 root,
        uint32 count,
        uint32 unattributedPpb,
        string calldata evidenceUri
    ) external {
        require(operatorOf[inferences[inferenceId].modelId] == msg.sender, "not the operator");
        require(method <= 2, "no such method");
        require(claims[inferenceId][method] == bytes32(0), "committed before");
        claims[inferenceId][method] = keccak256(abi.encode(root, count));
        emit AttributionCommitted(inferenceId, method, methodVersion, root, count, unattributedPpb, evidenceUri);
    }

    /// @notice Hands an inference over for its fee to be split, once.
    function settle(bytes32 inferenceId) external returns (Inference memory inference) {
        require(msg.sender == address(distributor), "not the distributor");
        inference = inferences[inferenceId];
        require(inference.fee > 0, "no fee to split");
        delete inferences[inferenceId];
    }

    function dispute(bytes32 inferenceId, uint8 method, string calldata reasonUri) external payable {
        require(claims[inferenceId][method] != bytes32(0), "nothing to dispute");
        require(disputes[inferenceId][method].challenger == address(0), "disputed before");
        require(msg.value > 0, "no bond");
        disputes[inferenceId][method] = Dispute(msg.sender, msg.value);
        emit AttributionDisputed(inferenceId, method, msg.sender, msg.value, reasonUri);
    }

    /// @notice Ends a dispute: an upheld one gives the bond back, any other leaves it to the arbiter.
    function resolveDispute(bytes32 inferenceId, uint8 method, bool upheld) external nonReentrant {
        require(msg.sender == arbiter, "not the arbiter");
        Dispute storage open = disputes[inferenceId][method];
        uint256 bond = open.bond;
        require(bond > 0, "no open dispute");
        open.bond = 0;
        emit DisputeResolved(inferenceId, method, upheld);
        Address.sendValue(payable(upheld ? open.challenger : arbiter), bond);
    }

    function _announce(bytes32 inferenceId, Call calldata call, uint256 fee) private {
        emit InferenceRecorded(
            inferenceId,
            call.modelId,
            msg.sender,
            call.version,
            call.agentId,
            call.inputHash,
            call.outputHash,
            call.contentUri,
            call.tokensIn,
            call.tokensOut,
            fee,
            call.host
        );
    }
}
